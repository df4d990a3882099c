"""What becomes of a transfer in when the registry answers."""

from __future__ import annotations

from dataclasses import asdict, replace
from datetime import datetime

from django.db.models import F
from django.utils import timezone

from console.shell.actor import Actor
from console.shell.audit import record
from orgs import guards
from products.catalog.extensions import extension_of
from products.contact_cards import card_of
from products.models import Domain, IncomingTransfer, Product, RegistrarOrder
from products.registrar import codes
from products.registrar.life import add_years
from products.registrar.orders import place
from products.registrar.outcomes import Outcome, Result
from products.registrar.port import Message
from products.transfer_failures import failure_of
from products.transfer_writing import order_key

_State = IncomingTransfer.State


def on_transfer(order: RegistrarOrder, outcome: Outcome) -> None:
    """Taken in hand: the present registrar decides. Done: active, with the expiry that the
    registry says. Refused: failed, and what was paid is kept for the next attempt."""
    guards.lock(order.organization_id)
    rows = Product.objects.select_for_update(of=("self",)).select_related("holder")
    product = rows.get(pk=order.product_id)
    transfer = IncomingTransfer.objects.select_for_update().filter(product=product).first()
    if transfer is None or order.key != order_key(product, transfer.attempts):
        return
    actor = Actor.system(order.organization_id)
    now = timezone.now()
    if outcome.result is Result.PENDING:
        _note(transfer, _State.PENDING)
        record("products.transfer.pending", actor, product)
    elif outcome.result is Result.DONE:
        _note(transfer, _State.DONE)
        until = _expiry(product, outcome)
        # That it renews by itself was noted of its former provider, if at all: nobody agreed to
        # pay for that here.
        _change(product, status="active", expires_at=until, auto_renew=False)
        # A locked domain does not come: it is open until somebody locks it here. The day walked
        # is forgotten, so that the clock looks at it today.
        Domain.objects.filter(product=product).update(
            phase_since=now, phase_ends_at=None, walked_on=None, is_locked=False
        )
        after = {"expires_at": until.isoformat() if until else ""}
        record("products.transfer.done", actor, product, after=after)
        _tell_of_the_holder(order, product)
    else:
        _note(transfer, _State.FAILED, outcome.code, outcome.text)
        _change(product, status="transfer_failed")
        because = str(failure_of(outcome.code, outcome.text).reason)
        failed = {"because": because, "attempt": transfer.attempts}
        record("products.transfer.failed", actor, product, after=failed, order=order)


def on_message(message: Message) -> None:
    """The registry says that a transfer is decided: its order is looked at now, not in an hour."""
    RegistrarOrder.objects.filter(
        verb="transfer",
        state=RegistrarOrder.State.SENT,
        code=codes.PENDING,
        product__name=message.name.lower(),
    ).update(due_at=timezone.now())


def _tell_of_the_holder(order: RegistrarOrder, product: Product) -> None:
    """Order that the registry learns who was chosen as the holder: a transfer leaves the former
    card in force. A refusal is told to whoever asked for the transfer."""
    asker = Actor.system(order.organization_id)
    place(
        product,
        "contacts",
        key=f"holder-of-{order.key}",
        actor=replace(asker, membership_id=order.asked_by_id, name=order.asked_by_name),
        holder=asdict(card_of(product.holder)),
    )


def _expiry(product: Product, outcome: Outcome) -> datetime | None:
    """What the registry says; where it says nothing, what was noted here, with the year that the
    extension adds to a transfer, if it adds one."""
    if outcome.expires_at is not None or product.expires_at is None:
        return outcome.expires_at
    extends = extension_of(product.name).transfer_extends
    return add_years(product.expires_at, 1) if extends else product.expires_at


def _note(transfer: IncomingTransfer, state: str, code: int | None = None, text: str = "") -> None:
    IncomingTransfer.objects.filter(pk=transfer.pk).update(
        state=state, failure_code=code, failure_text=text[:300], changed_at=timezone.now()
    )


def _change(product: Product, **values: object) -> None:
    Product.objects.filter(pk=product.pk).update(version=F("version") + 1, **values)
