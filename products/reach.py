"""Which products somebody sees, as rows of a list: read once, then asked in the plainest way.

`Product.objects.visible_to` asks for each product whether a grant reaches it, which is right for
one product. Over a list whose rows are mostly not the actor's it asks of every row of the
Organization. Here the grants are read first, and what they come to (everything, some types, some
products) is a condition that an index answers.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Exists, OuterRef, Q

from console.shell.actor import Actor
from console.shell.lists import Part
from console.shell.request import Request
from products.models import SEES_ALL, Grant, GrantQuerySet, Product, ProductQuerySet

MOST_NAMED = 1_000
"""Grants that are read; whoever holds more is asked about row by row."""


@dataclass(frozen=True, slots=True)
class Reach:
    """What grants come to: everything, or `types` whole and the products of these numbers. With
    more grants than are read, `rest` asks row by row."""

    here: int
    is_everything: bool = False
    types: tuple[str, ...] = ()
    numbers: tuple[int, ...] = ()
    rest: GrantQuerySet | None = None

    @classmethod
    def of(cls, here: int, grants: GrantQuerySet) -> Reach:
        """Of these grants of one Organization. One query."""
        held = grants.order_by().values_list("scope", "type", "product_id").distinct()
        found = list(held[: MOST_NAMED + 1])
        return cls(
            here,
            is_everything=any(scope == Grant.Scope.EVERYTHING for scope, _type, _pk in found),
            types=tuple(sorted({type for _scope, type, _pk in found if type})),
            numbers=tuple(sorted({pk for _scope, _type, pk in found if pk})),
            rest=grants if len(found) > MOST_NAMED else None,
        )

    @property
    def condition(self) -> Q:
        """Of a product of that Organization: whether it is reached."""
        if self.is_everything:
            return Q()
        if self.rest is not None:
            return Q(Exists(self.rest.on(OuterRef("pk"), OuterRef("type"))))
        if not self.types:
            return Q(pk__in=self.numbers)
        whole = Q(type__in=self.types)
        return whole | Q(pk__in=self.numbers) if self.numbers else whole

    def products(self, type: str = "") -> ProductQuerySet:
        """All that is reached, or what of it is of one type."""
        rows: ProductQuerySet = Product.objects.filter(organization_id=self.here)
        if type:
            rows = rows.filter(type=type)
        if self.is_everything or type in self.types:
            return rows
        return rows.filter((replace(self, types=()) if type else self).condition)

    def by_type(self, types: Iterable[str]) -> list[Part]:
        """The same for many types at once, to be counted."""
        rows: ProductQuerySet = Product.objects.filter(organization_id=self.here)
        others = rows if self.is_everything else rows.filter(replace(self, types=()).condition)
        return [Part(rows if type in self.types else others, "type", type) for type in types]


def reach_of(request: Request) -> Reach:
    """The reach of whoever asks; in a request that changes nothing, read once. One query, none
    for those who see everything."""
    if request.method not in {"GET", "HEAD"}:
        return _read(request.actor)
    known = vars(request)
    if "_reach" not in known:
        known["_reach"] = _read(request.actor)
    found: Reach = known["_reach"]
    return found


def seen_products(request: Request) -> ProductQuerySet:
    """The same rows as `Product.objects.visible_to(request.actor)`, for a list."""
    return reach_of(request).products()


def _read(actor: Actor) -> Reach:
    if actor.role in SEES_ALL:
        return Reach(actor.here, is_everything=True)
    return Reach.of(actor.here, Grant.objects.held_by(actor))
