"""What becomes of a product when the registry answers a renewal or a restore."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from django.db.models import F
from django.utils import timezone

from console.shell.actor import Actor
from console.shell.audit import record
from orgs import guards
from orgs.models import Membership
from orgs.reach import as_actor
from products import domain_life as life
from products.catalog.extensions import extension_of
from products.models import Domain, Product, RegistrarOrder
from products.registrar import codes
from products.registrar.found_out import ROUNDING
from products.registrar.life import add_years
from products.registrar.orders import place
from products.registrar.outcomes import Outcome, Result
from products.renewal_words import why_refused
from products.renewed import agreed, money, move_on

PENDING = "pending_restore"
# How the order of the year ends that goes with a restore.
YEAR = "-year"


def on_renewal(order: RegistrarOrder, outcome: Outcome) -> None:
    """Done: it runs longer. Refused: told, and paid back by whoever ends the order; what became
    of a restore stays being restored, for its money is spent."""
    product = _hold(order)
    if outcome.result is Result.DONE:
        years = int(order.request["years"])
        event = "warranty_used" if is_warranty(order) else "renewed"
        _done("restored" if _is_of_restore(order) else event, order, outcome, product, years)
    elif outcome.result is Result.REFUSED:
        was = product.expires_at
        if outcome.code == codes.WRONG_EXPIRY and was == order.expires_at_before:
            _believe(product, outcome.expires_at)
        _refused("renewal_refused", order, outcome, product, was)


def on_restore(order: RegistrarOrder, outcome: Outcome) -> None:
    """Taken in hand: it is being restored. Done: active for another year, which is ordered where
    the registry did not add it. Refused: where it was."""
    product = _hold(order)
    if outcome.result is Result.PENDING:
        _set_status(product, PENDING)
    elif outcome.result is Result.DONE and _is_over(outcome.expires_at):
        _order_the_year(order, product)
    elif outcome.result is Result.DONE:
        _done("restored", order, outcome, product, 1)
    else:
        if product.status == PENDING and product.expires_at is not None:
            extension = extension_of(product.name)
            phase = life.phase_on(extension, product.expires_at, timezone.now()).status
            later = life.is_later(phase, life.REDEMPTION)
            _set_status(product, phase if later else life.REDEMPTION)
        _refused("restore_refused", order, outcome, product, product.expires_at)


def is_warranty(order: RegistrarOrder) -> bool:
    """Whether the Renewal Warranty ordered it, so that it is paid later."""
    return order.key.startswith("warranty-")


def _is_over(expires_at: datetime | None) -> bool:
    return expires_at is not None and expires_at <= timezone.now()


def _order_the_year(order: RegistrarOrder, product: Product) -> None:
    """Some registries give a name back with the expiry that it had: the year is paid already, so
    it is renewed on the same charge, and restored when that is done."""
    _set_status(product, PENDING)
    asker = Actor.system(order.organization_id)
    place(
        product,
        "renew",
        key=f"{order.key[:59]}{YEAR}",
        charge=order.charge,
        actor=replace(asker, membership_id=order.asked_by_id, name=order.asked_by_name),
        years=1,
        option=order.request.get("option"),
    )


def _is_of_restore(order: RegistrarOrder) -> bool:
    return order.key.endswith(YEAR) and order.key.startswith("restore-")


def _hold(order: RegistrarOrder) -> Product:
    guards.lock(order.organization_id)
    rows = Product.objects.select_for_update(of=("self",)).select_related("organization")
    return rows.get(pk=order.product_id)


def _asker(order: RegistrarOrder) -> Actor:
    """Whoever asked for it, as far as they are still here; otherwise the console itself."""
    member = Membership.objects.filter(pk=order.asked_by_id or 0).select_related("user").first()
    return as_actor(member) if member else Actor.system(order.organization_id)


def _done(
    event: str, order: RegistrarOrder, outcome: Outcome, product: Product, years: int
) -> None:
    before = order.expires_at_before or timezone.now()
    until = outcome.expires_at or add_years(before, years)
    paid, option = order.charge, agreed(order)
    move_on(event, _asker(order), product, until, years=years, paid=paid, option=option)


def _believe(product: Product, expires_at: datetime | None) -> None:
    """The day from which the registry counts is the one that holds: from another it would refuse
    every renewal, and a domain could only run out. Not one that lies a year further: many
    registries renew by themselves at the expiry, and nobody has paid for that year yet; it is had
    by renewing for as long as the registry went ahead."""
    was = product.expires_at
    if was is None or expires_at is None or expires_at == was:
        return
    if expires_at >= add_years(was, 1) - ROUNDING:
        return
    product.expires_at = expires_at
    if product.status == life.EXPIRED and expires_at > timezone.now():
        product.status = life.ACTIVE
    Product.objects.filter(pk=product.pk).update(
        expires_at=expires_at, status=product.status, version=F("version") + 1
    )
    # The day walked is forgotten: the clock looks at it today.
    Domain.objects.filter(pk=product.pk).update(
        phase_since=timezone.now(), phase_ends_at=None, walked_on=None
    )


def _refused(
    event: str,
    order: RegistrarOrder,
    outcome: Outcome,
    product: Product,
    was: datetime | None,
) -> None:
    """Told, with the expiry before and after where the registry knew another one."""
    because = str(why_refused(outcome.code))
    was_paid = order.charge is not None and order.charge.settled_at is not None
    is_kept = not was_paid or _is_of_restore(order)
    after = {"because": because, "returned": "" if is_kept else money(order.charge)}
    before = {}
    if was is not None and product.expires_at is not None and was != product.expires_at:
        before = {"expires_at": was.isoformat()}
        after["expires_at"] = product.expires_at.isoformat()
    record(f"products.product.{event}", _asker(order), product, before=before, after=after)


def _set_status(product: Product, status: str) -> None:
    Product.objects.filter(pk=product.pk).update(status=status, version=F("version") + 1)
    Domain.objects.filter(pk=product.pk).update(phase_since=timezone.now(), phase_ends_at=None)
    product.status = status
