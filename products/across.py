"""Products of one person over all their Organizations: in which of them something is (G9.8)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db.models import Q
from django.urls import reverse

from console.shell.actor import Actor
from console.shell.lists import Total, count_each_up_to_cap
from orgs.entering import everywhere
from orgs.models import Organization
from orgs.policy import decide
from products.models import Product, ProductQuerySet

MOST_PLACES = 50


@dataclass(frozen=True, slots=True)
class Place:
    """One Organization, how many of the products the person may see there, and their list."""

    organization: Organization
    total: Total
    href: str


def products_across(
    actor: Actor, *, which: Q | None = None, query: str = "", kind: str = "", beside: int = 0
) -> list[Place]:
    """Where the person may see such products, but for the Organization `beside`; in each of
    them as far as their role and grants go there. Three queries; nothing is told of others.

    `which` is the condition of the search text `query`, `kind` a type.
    """
    narrow = _narrowing(which, kind)
    ways = [
        (organization, there)
        for organization, there in everywhere(actor)
        if organization.pk != beside and decide(there, "products.product.list")
    ][:MOST_PLACES]
    if not ways:
        return []
    rows = [narrow(Product.objects.visible_to(there)) for _organization, there in ways]
    asked = {name: text for name, text in (("q", query), ("type", kind)) if text}
    return [
        Place(organization, total, _list(organization, asked))
        for (organization, _there), total in zip(ways, count_each_up_to_cap(rows), strict=True)
        if total
    ]


def _narrowing(which: Q | None, kind: str) -> Callable[[ProductQuerySet], ProductQuerySet]:
    condition = (which or Q()) & (Q(type=kind) if kind else Q())
    return lambda rows: rows.filter(condition) if condition else rows


def _list(organization: Organization, asked: dict[str, str]) -> str:
    href = reverse("products:product-list", kwargs={"organization": organization.slug})
    return f"{href}?{urlencode(asked)}" if asked else href
