"""What a tag is called, and which tags a product bears."""

from __future__ import annotations

from orgs.models import Organization
from orgs.names import fold
from products.models import Product, Tag

LONGEST = 60


def fold_name(name: str) -> str:
    """The name as tags are told apart and sorted: without accents and case."""
    return fold(name)[:LONGEST]


def twin_of(organization: Organization, name: str, *, beside: int = 0) -> Tag | None:
    """The tag that is called so already, accents and case aside."""
    rows = Tag.objects.filter(organization=organization, sort_name=fold_name(name))
    return rows.exclude(pk=beside).first()


def tags_on(product: Product) -> list[Tag]:
    """The tags of one product, by name."""
    return list(Tag.objects.filter(product_tags__product=product).order_by("sort_name"))
