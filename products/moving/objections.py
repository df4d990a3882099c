"""What stands against moving a product: one sentence for each, asked when it is offered and again
when the offer is accepted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from products import following
from products.catalog.types import catalog
from products.holder_change import ENDED
from products.models import ELSEWHERE, Move, Product, RegistrarOrder
from products.moving.standing import live_offers
from products.registrar.orders import OPEN
from products.renewing import warranty_debt

# In every other state something is under way, unpaid or lost.
MOVABLE = frozenset({"active", "expired", "redemption"})
TRANSFERRING = frozenset({"transferring", "transfer_failed"})


@dataclass(frozen=True, slots=True)
class Line:
    """One product, and the sentence against it, or none."""

    product: Product
    obstacle: str = ""


def can_move(product: Product) -> bool:
    """Whether moving it is a question at all: not of what never moves, is over or is kept by
    somebody else."""
    is_here = product.status not in {*ENDED, ELSEWHERE}
    return is_here and catalog().types[product.type].can("move")


def lines_of(products: Sequence[Product], *, within: Move | None = None) -> list[Line]:
    """A line for each, in their order; `within` is the offer that is being accepted."""
    ids = [each.pk for each in products]
    ordered = set(
        RegistrarOrder.objects.filter(product__in=ids, state__in=OPEN).values_list(
            "product_id", flat=True
        )
    )
    offers = live_offers(ids)
    return [
        Line(each, _obstacle(each, each.pk in ordered, offers.get(each.pk), within))
        for each in products
    ]


def _obstacle(product: Product, is_ordered: bool, offer: Move | None, within: Move | None) -> str:
    if offer is not None and offer != within:
        sentence = _("It is on offer already, by %(name)s. Withdraw that offer first.")
        return sentence % {"name": offer.offered_by_name}
    return _obstacle_in(product, is_ordered, within)


def _obstacle_in(product: Product, is_ordered: bool, within: Move | None) -> str:
    """What its own state says."""
    kind = catalog().types[product.type]
    if not kind.can("move"):
        return _("%(type)s never moves to another organization.") % {"type": kind.label}
    if product.status == ELSEWHERE:
        return _("It is kept elsewhere: only its own provider can move it.")
    if product.status in TRANSFERRING:
        return _("Its transfer here is not done yet.")
    if product.status not in MOVABLE:
        sentence = _("In its present state it cannot move: %(state)s.")
        return sentence % {"state": catalog().statuses[product.status].label}
    if is_ordered:
        return _("An order about it waits for its registry.")
    if warranty_debt(product) is not None:
        return _("The Renewal Warranty renewed it, and that is not paid yet.")
    if within is not None and _was_blocked_since(product, within):
        return _("Its management was blocked after it was offered.")
    found = following.objections(product, "move")
    return str(found[0].sentence) if found else ""


def _was_blocked_since(product: Product, move: Move) -> bool:
    """A block that stood when it was offered was spoken of then; a later one is a no."""
    return product.blocked_at is not None and product.blocked_at > move.created_at
