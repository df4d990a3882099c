"""Carries out orders to the registry, so that none is lost and none happens twice.

An order is written before it is sent. Whoever takes one first writes that it is sent; where no
answer comes (a cut, a crash), the next one finds it so and looks at the domain before anything is
asked again. One paid order of a product at a time, each under a lease with a fence: who lost the
lease can no longer end it. That two are asked at once all the same (a worker slept through its
lease) is harmless: a registry refuses the second (2105, 2300, 2302, 2304), and a refusal of a
repeated command is believed only after another look.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime, timedelta
from time import monotonic

from django.db import transaction
from django.db.models import Exists, F, OuterRef, Q, QuerySet
from django.utils import timezone

from console.shell.actor import Actor
from products.models import Charge, Contact, Product, RegistrarOrder
from products.registrar import codes, crossing, sealing
from products.registrar.chosen import registrar as chosen
from products.registrar.found_out import Verdict, find_out
from products.registrar.outcomes import GiveBack, Outcome, Result, settle, tell
from products.registrar.port import Refused, Registrar, RegistrarError, Unavailable
from products.registrar.sending import send

logger = logging.getLogger(__name__)
OrderState = RegistrarOrder.State
OPEN = (OrderState.READY, OrderState.SENT)

# What is asked, by verb. Whatever is secret has no name here.
REQUESTS: dict[str, set[str]] = {
    "register": {"years", "holder", "nameservers"},
    "renew": {"years"},
    "restore": set(),
    "transfer": set(),
    "contacts": {"holder"},
    "lock": {"is_locked"},
}
# What may be agreed on beside it, for whoever is told of the outcome; no registry sees it.
AGREED = {"renew": {"option"}, "restore": {"option"}}
PAID = frozenset({"register", "renew", "restore", "transfer"})
# Longer than the longest conversation of one order: seven frames, each with its patience.
LEASE = timedelta(minutes=10)
FIRST_PAUSE = timedelta(seconds=5)
LONGEST_PAUSE = PENDING_PAUSE = timedelta(hours=1)
SLICE_SECONDS = 20.0


def place(
    product: Product,
    verb: str,
    *,
    key: str,
    charge: Charge | None = None,
    actor: Actor | None = None,
    new_holder: Contact | None = None,
    authorization_code: str = "",
    **request: object,
) -> RegistrarOrder:
    """Write an order; part of the caller's transaction. The same key answers the same order.

    `actor` is whoever asks: what comes of it is recorded in their name and told to them.
    `new_holder` is the card that becomes the product's holder once `contacts` is done.
    `request` is what REQUESTS and AGREED name for the verb (`holder` as
    `dataclasses.asdict(Card)`, `option` as `products.renewed.agreed_on`). The key becomes the
    client transaction identifier: 3 to 64 characters (RFC 5730, trIDStringType).
    """
    if set(request) - AGREED.get(verb, set()) != REQUESTS[verb]:
        raise ValueError(f"{verb} takes {sorted(REQUESTS[verb])}")
    if not 3 <= len(key) <= 64:
        raise ValueError("a key has 3 to 64 characters")
    if verb == "renew" and product.expires_at is None:
        raise ValueError("what has no expiry cannot be renewed")
    order, is_new = RegistrarOrder.objects.get_or_create(
        key=key,
        defaults={
            "organization_id": product.organization_id,
            "product": product,
            "verb": verb,
            "request": request,
            "charge": charge,
            "asked_by_id": actor.membership_id if actor else None,
            "asked_by_name": actor.name if actor else "",
            "new_holder": new_holder,
            "expires_at_before": product.expires_at,
        },
    )
    if is_new and authorization_code:
        sealing.seal(order, authorization_code)
    return order


def carry_out(
    *,
    registrar: Registrar | None = None,
    give_back: GiveBack | None = None,
    now: datetime | None = None,
    seconds: float = SLICE_SECONDS,
) -> int:
    """Carry out what is due, for about so many seconds; answers how many orders were taken. Any
    number of workers may do this at once."""
    until, count = monotonic() + seconds, 0
    while monotonic() < until:
        order = _claim(now or timezone.now())
        if order is None:
            break
        _Work(order, registrar or chosen(), give_back, now or timezone.now()).do()
        count += 1
    return count


def _claim(now: datetime) -> RegistrarOrder | None:
    """Take the order that waits longest, the first of its product, and write that it is sent. What
    is paid passes by what is not: a holder who is looked into for weeks lets no domain run out."""
    earlier = RegistrarOrder.objects.filter(
        product_id=OuterRef("product_id"), state__in=OPEN, pk__lt=OuterRef("pk")
    )
    is_first = ~Exists(earlier) | Q(verb__in=PAID) & ~Exists(earlier.filter(verb__in=PAID))
    with transaction.atomic():
        due = RegistrarOrder.objects.filter(is_first, state__in=OPEN, due_at__lte=now)
        waiting = due.select_for_update(skip_locked=True, of=("self",))
        order = waiting.select_related("product").order_by("due_at", "pk").first()
        if order is None:
            return None
        changed = {"state": OrderState.SENT, "due_at": now + LEASE}
        RegistrarOrder.objects.filter(pk=order.pk).update(attempts=F("attempts") + 1, **changed)
    order.attempts += 1
    return order


class _Work:
    """One order in one pair of hands. `order.state` is still the one it was found in."""

    def __init__(
        self, order: RegistrarOrder, registrar: Registrar, give_back: GiveBack | None, now: datetime
    ) -> None:
        self.order = order
        self.registrar = registrar
        self.give_back = give_back
        self.now = now
        self.was_sent = order.state == OrderState.SENT
        self.known: datetime | None = None

    def do(self) -> None:
        """Look first if it was sent before; then ask; then write what came of it."""
        try:
            for outcome in self._outcomes():
                if outcome is not None:
                    self._write(outcome)
                    return
            self._later("Nothing to be seen yet")
        except RegistrarError as error:  # away, or uncertain: it stays sent, and is looked at
            self._later(error.message, error.code)
        except Exception:  # the mistake of one order is not the others'
            logger.exception("order %s failed", self.order.key)
            self._later("An error of the console")

    def _outcomes(self) -> Iterator[Outcome | None]:
        """What is known, step by step, until something is."""
        yield self._double()
        yield crossing.outcome_of(self.order)
        if self.was_sent:
            yield self._look()
        yield self._ask()

    def _double(self) -> Outcome | None:
        """The same thing paid for and done under another key is not done again."""
        order = self.order
        if order.verb not in PAID:
            return None
        done = RegistrarOrder.objects.filter(
            product_id=order.product_id, verb=order.verb, state=OrderState.DONE
        ).exclude(pk=order.pk)
        if order.verb in {"renew", "restore"}:
            done = done.filter(expires_at_before=order.expires_at_before)
        if not done.exists():
            return None
        return Outcome(Result.REFUSED, codes.WRONG_EXPIRY, "Done already by another order")

    def _look(self, *, is_refused: bool = False) -> Outcome | None:
        """What the registry shows; None when there is no trace and it has to be asked again. A
        restore that is under way may still want its report, unless that was just refused."""
        order = self.order
        try:
            state = self.registrar.query(order.product.name)
        except Refused as refusal:  # a refused question says nothing about the order
            raise Unavailable(refusal.code, refusal.message) from refusal
        verdict = find_out(order, state)
        self.known = state.expires_at if state and state.is_ours else None
        if verdict is Verdict.HAPPENED:
            return Outcome(
                Result.DONE, codes.SUCCESS, expires_at=state.expires_at if state else None
            )
        was_pending = order.code == codes.PENDING
        waits = was_pending or is_refused or order.verb != "restore"
        if verdict is Verdict.UNDER_WAY and waits:
            return Outcome(Result.PENDING, codes.PENDING)
        if verdict is Verdict.NOT and was_pending:
            return Outcome(Result.REFUSED, 0, (state.transfer if state else "") or order.message)
        return None

    def _ask(self) -> Outcome:
        try:
            receipt = send(self.order, self.registrar)
        except Refused as refusal:
            # 2105: many registries renew by themselves at the expiry: it may be so already.
            is_doubtful = self.was_sent or refusal.code == codes.WRONG_EXPIRY
            seen = self._look(is_refused=True) if is_doubtful else None
            return seen or Outcome(Result.REFUSED, refusal.code, refusal.message, self.known)
        result = Result.PENDING if receipt.is_pending else Result.DONE
        code = codes.PENDING if receipt.is_pending else codes.SUCCESS
        return Outcome(result, code, expires_at=receipt.expires_at)

    def _write(self, outcome: Outcome) -> None:
        """End the order, or note that the registry has it in hand; nothing if another did."""
        order = self.order
        was_pending = order.code == codes.PENDING
        is_open = outcome.result is Result.PENDING
        ended = OrderState.DONE if outcome.result is Result.DONE else OrderState.FAILED
        changed: dict[str, object] = {"code": outcome.code, "due_at": self.now + PENDING_PAUSE}
        if not is_open:
            changed |= {"state": ended, "message": outcome.text[:300], "finished_at": self.now}
        with transaction.atomic():
            mine = self._fence().update(**changed)
            if not mine or (is_open and was_pending):
                return
            order.refresh_from_db()
            tell(order, outcome)
            if not is_open:
                sealing.forget(order)
                settle(order, outcome, self.give_back)

    def _later(self, message: str, code: int = 0) -> None:
        """Try again after a pause that doubles; what was pending stays pending."""
        pause = min(FIRST_PAUSE * 2 ** min(self.order.attempts - 1, 12), LONGEST_PAUSE)
        changed: dict[str, object] = {"due_at": self.now + pause}
        if self.order.code != codes.PENDING:
            changed |= {"code": code or None, "message": message[:300]}
        self._fence().update(**changed)
        logger.info("order %s waits %s: %s %s", self.order.key, pause, code, message)

    def _fence(self) -> QuerySet[RegistrarOrder]:
        mine = {"pk": self.order.pk, "attempts": self.order.attempts, "state": OrderState.SENT}
        return RegistrarOrder.objects.filter(**mine)
