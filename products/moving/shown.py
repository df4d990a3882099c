"""What the pages of offers show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch

from console.shell.actor import Actor
from orgs.policy import decide
from products.catalog.types import ProductType, Status, catalog
from products.models import Move, MoveItem, Product
from products.moving.standing import PERMISSION, Standing, live_offers, standing_of

MOST_SHOWN = 200
MOST_NAMED = 3
SHAPES = {
    Standing.OPEN: ("wait", "accent"),
    Standing.ACCEPTED: ("ok", ""),
    Standing.REFUSED: ("fail", "danger"),
    Standing.WITHDRAWN: ("delete", "ink"),
    Standing.EXPIRED: ("soon", "warn"),
    Standing.VOID: ("fail", "danger"),
}


@dataclass(frozen=True, slots=True)
class Shown:
    """One offer in the list of one side."""

    move: Move
    names: Sequence[str]
    standing: Standing
    is_incoming: bool

    @property
    def shape(self) -> str:
        """The drawing of its state."""
        return SHAPES[self.standing][0]

    @property
    def tone(self) -> str:
        """And the color."""
        return SHAPES[self.standing][1]

    @property
    def first(self) -> Sequence[str]:
        """The first few names."""
        return self.names[:MOST_NAMED]

    @property
    def more(self) -> int:
        """How many are not named."""
        return len(self.names) - len(self.first)

    @property
    def can_be_answered(self) -> bool:
        """By this side."""
        return self.is_incoming and self.standing == Standing.OPEN

    @property
    def can_be_withdrawn(self) -> bool:
        """By this side; one that nobody answered in time, too, so that it is out of the way."""
        is_unanswered = self.standing in {Standing.OPEN, Standing.EXPIRED, Standing.VOID}
        return is_unanswered and not self.is_incoming


@dataclass(frozen=True, slots=True)
class Arriving:
    """One product, as whoever is to take it sees it before."""

    product: Product
    type: ProductType
    status: Status


def moves_of(actor: Actor) -> list[Shown]:
    """Those that wait for an answer first, then the newest; two queries."""
    items = MoveItem.objects.order_by("pk")
    rows = Move.objects.visible_to(actor).select_related(
        "organization", "receiver", "offered_by__user"
    )
    rows = rows.prefetch_related(Prefetch("items", queryset=items))
    found = [
        Shown(
            each,
            [item.product_name for item in each.items.all()],
            standing_of(each),
            each.organization_id != actor.here,
        )
        for each in rows.order_by("-created_at", "-pk")[:MOST_SHOWN]
    ]
    return sorted(found, key=lambda each: each.standing != Standing.OPEN)


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
