"""Changing who holds products."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict

from django.db.models import Q
from django.utils.translation import gettext as _

from console.shell.actions import Overtaken, ProofNeeded, Refused, action
from console.shell.actor import Actor
from console.shell.audit import Happened, record, record_each
from orgs.holding import enter
from products.catalog.prices import currency_of
from products.catalog.types import catalog
from products.charge import charge
from products.contact_cards import TOLD, card_of
from products.holder_change import Line, is_ordered, lines_of, mark_of_change
from products.holder_writing import order_key, write_holder
from products.holding import hold_product, hold_products
from products.models import Contact, Product, RegistrarOrder
from products.registrar import orders

PERMISSION = "products.contact.manage"


@action
def change_holder(
    *,
    actor: Actor,
    product_ids: Sequence[int],
    contact_id: int,
    key: str,
    seen: str,
    is_proven: bool,
) -> list[Line]:
    """Make another card the holder of products: all of them or none (G4.6).

    A domain's registry is asked, and charges what was shown; its holder changes when it answers.
    What no registry keeps changes at once. `key` is made with the form: sent twice, it orders
    once, and after a refusal nothing. `seen` is the mark of what was shown: raises `Overtaken`
    when a fee, a holder or a state is another now; `Refused` when something stands against one
    of the products; `ProofNeeded` when the person did not prove themselves just now. Returns
    what is changed or ordered; nothing left to do: nothing.
    """
    organization = enter(actor)
    products = hold_products(actor, product_ids, PERMISSION)
    contact = _hold_card(actor, contact_id)
    lines = lines_of(products, contact, currency_of(organization))
    if all(each.is_done for each in lines):
        return []
    if mark_of_change(lines, contact) != seen:
        raise Overtaken(_("A holder, a state or a fee has changed meanwhile. Look again."))
    if _is_used(key, products):
        raise Overtaken(_("This form was sent already. Nothing is ordered now. Look again."))
    if any(each.obstacle for each in lines):
        raise Refused(_("Not every product can get this holder. Nothing was changed."))
    if not is_proven:
        raise ProofNeeded(_("Prove first that it is you."))

    for line in lines:
        if is_ordered(line.product):
            _order(actor, line, contact, key)
    here = [each.product for each in lines if not is_ordered(each.product)]
    changed = write_holder(here, contact, by=actor.name)
    asked = [_ordered(each, contact) for each in lines if is_ordered(each.product)]

    record_each("products.holder.ordered", actor, asked)
    record_each("products.holder.changed", actor, changed)
    return lines


@action
def send_holder(*, actor: Actor, product_id: int, key: str) -> Product:
    """Tell the registry once more what stands on the holder's card, after it refused it.

    The same form twice is one order and one trace. Raises `Refused` for what no registry keeps
    for us: a note of another provider's domain sends nobody's address anywhere.
    """
    enter(actor)
    product = hold_product(actor, product_id, PERMISSION)
    if not is_ordered(product):
        raise Refused(_("No registry keeps a holder of this product."))
    if product.status not in TOLD:
        state = {"state": catalog().statuses[product.status].label}
        sentence = _("In its present state a registry is not told of a holder: %(state)s.")
        raise Refused(sentence % state)
    known_by = order_key("send", key, product)
    about_it = product.registrar_orders.filter(verb="contacts")
    if about_it.filter(Q(state__in=orders.OPEN) | Q(key=known_by)).exists():
        return product

    holder = product.holder
    orders.place(
        product,
        "contacts",
        key=known_by,
        actor=actor,
        holder=asdict(card_of(holder)),
    )

    record("products.holder.sent", actor, product, after={"holder": str(holder)})
    return product


def _hold_card(actor: Actor, contact_id: int) -> Contact:
    rows = Contact.objects.visible_to(actor).select_for_update(of=("self",))
    contact = rows.filter(pk=contact_id).first()
    if contact is None:
        raise Overtaken(_("This contact card does not exist any more."))
    return contact


def _is_used(key: str, products: Sequence[Product]) -> bool:
    """Whether an order of that form was made before: a fee that was given back pays for none."""
    names = [order_key("holder", key, each) for each in products]
    return RegistrarOrder.objects.filter(key__in=names).exists()


def _order(actor: Actor, line: Line, contact: Contact, key: str) -> None:
    product, fee = line.product, line.fee
    name = order_key("holder", key, product)
    paid = None
    if fee is not None and fee.amount:
        paid = charge(actor=actor, key=name, purpose="holder", product=product, price=fee)
    orders.place(
        product,
        "contacts",
        key=name,
        charge=paid,
        actor=actor,
        new_holder=contact,
        holder=asdict(card_of(contact)),
    )


def _ordered(line: Line, contact: Contact) -> Happened:
    product, fee = line.product, line.fee
    paid = f"{fee.amount} {fee.currency}" if fee is not None else ""
    after = {"holder": str(contact), **({"fee": paid} if paid else {})}
    return Happened(product, {"holder": str(product.holder)}, after)
