"""The tiles of the home page: category by category, each type with what there is of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from console.attention.products import trouble_rows
from console.shell.http import url_for
from console.shell.lists import Total, count_each_up_to_cap
from console.shell.request import Request
from products.catalog.types import Category, ProductType, Status, catalog
from products.reach import reach_of

# What a tile speaks of beside the number: states that need somebody.
TROUBLED = ("danger", "warn")


@dataclass(frozen=True, slots=True)
class Line:
    """One type: how many, and how many of them are in a state that needs somebody."""

    type: ProductType
    href: str
    total: Total
    troubled: Total


@dataclass(frozen=True, slots=True)
class Tile:
    """One category."""

    category: Category
    lines: Sequence[Line]

    @property
    def label(self) -> Promise:
        """What it is called."""
        return self.category.label


def tiles(request: Request) -> list[Tile]:
    """What the person may see, and no empty tile; one query, which counts for the sidebar and
    for what needs attention too."""
    reach = reach_of(request)
    href = url_for(request, "products:product-list")
    types = list(catalog().types.values())
    # Asked as the sidebar asks, so that it finds its numbers counted already.
    rows = [reach.products(each.slug) for each in types]
    troubled = [
        each.filter(status__in=_troubles(kind)) for kind, each in zip(types, rows, strict=True)
    ]
    beside = trouble_rows(request)
    counts = count_each_up_to_cap([reach.products(), *rows, *troubled, *beside], request)
    totals, troubles = counts[1 : len(types) + 1], counts[len(types) + 1 : 2 * len(types) + 1]
    lines = [
        Line(kind, f"{href}?type={kind.slug}", total, trouble)
        for kind, total, trouble in zip(types, totals, troubles, strict=True)
        if total
    ]
    return [
        Tile(category, own)
        for category in catalog().categories.values()
        if (own := [each for each in lines if each.type.category.slug == category.slug])
    ]


def _troubles(kind: ProductType) -> list[str]:
    return [each.slug for each in kind.statuses if _needs_somebody(each)]


def _needs_somebody(status: Status) -> bool:
    return status.tone in TROUBLED
