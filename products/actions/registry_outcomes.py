"""What the registry answers about a holder or a lock, written down when the order ends."""

from __future__ import annotations

from console.shell.actions import action
from console.shell.actor import Actor
from console.shell.audit import record, record_each
from orgs import guards
from products.holder_writing import write_holder
from products.models import Domain, Product, RegistrarOrder
from products.registrar.outcomes import Outcome, Result
from products.renewed import money


@action
def end_holder_order(*, actor: Actor, order: RegistrarOrder, outcome: Outcome) -> None:
    """The new holder holds the domain once the registry says so; a refusal is told to whoever
    asked. An order that only told of a card leaves a trace when it is refused."""
    guards.lock(actor.organization_id)
    product = _hold(order)
    if outcome.result is Result.PENDING:
        return
    contact = order.new_holder
    is_done = outcome.result is Result.DONE
    done = []
    if is_done and contact is not None and product.holder_id != contact.pk:
        done = write_holder([product], contact, by=order.asked_by_name)

    record_each("products.holder.changed", actor, done)
    if not is_done:
        after = {"holder": str(contact or product.holder), "code": outcome.code}
        if order.charge is not None:
            after["returned"] = money(order.charge)
        record("products.holder.refused", actor, product, after=after, order=order)


@action
def end_lock_order(*, actor: Actor, order: RegistrarOrder, outcome: Outcome) -> None:
    """The lock is as the registry says; a refusal is told to whoever asked."""
    guards.lock(actor.organization_id)
    product = _hold(order)
    if outcome.result is Result.PENDING:
        return
    wanted = bool(order.request["is_locked"])
    if outcome.result is Result.DONE:
        Domain.objects.filter(product=product).update(is_locked=wanted)

    if outcome.result is Result.DONE:
        before, after = {"is_locked": not wanted}, {"is_locked": wanted}
        record("products.lock.changed", actor, product, before=before, after=after, order=order)
    else:
        refused = {"is_locked": wanted, "code": outcome.code}
        record("products.lock.refused", actor, product, after=refused, order=order)


def _hold(order: RegistrarOrder) -> Product:
    rows = Product.objects.select_for_update(of=("self",)).select_related("holder", "organization")
    return rows.get(pk=order.product_id)
