"""What the pages of offers show."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from console.shell.actor import Actor
from orgs.policy import decide
from products.catalog.types import ProductType, Status, catalog
from products.models import Move, Product
from products.moving.standing import PERMISSION, live_offers


@dataclass(frozen=True, slots=True)
class Arriving:
    """One product, as whoever is to take it sees it before."""

    product: Product
    type: ProductType
    status: Status


def arriving(move: Move) -> list[Arriving]:
    """Each product of an offer that nobody has answered, by name."""
    rows = Product.objects.filter(
        move_items__move=move, organization_id=move.organization_id
    ).select_related("holder")
    return [
        Arriving(each, catalog().types[each.type], catalog().statuses[each.status])
        for each in rows.order_by("sort_name", "pk")
    ]


def move_part(actor: Actor, product: Product) -> dict[str, Any]:
    """For the page of a product: the offer it stands in, and whether the actor can take it
    back."""
    move = live_offers([product.pk]).get(product.pk)
    return {"move": move, "may_move": bool(move and decide(actor, PERMISSION))}
