"""Letters about the management of a product being blocked, or open again (E3)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import cast

from console.shell.letters import Letter, Occasion, letter
from orgs import topics
from orgs.models import Membership
from products.access import members_seeing
from products.models import SEES_ALL, Product

TOPIC = "products.management_blocked"
topics.sends(TOPIC)


@letter("products.product.blocked")
def tell_of_the_block(occasion: Occasion) -> Iterator[Letter]:
    """Everybody who wants it and can see the product; nobody learns of one they cannot see."""
    return _to_all("products/product_blocked", "products/products_blocked", occasion)


@letter("products.product.unblocked")
def tell_that_it_is_open(occasion: Occasion) -> Iterator[Letter]:
    """The same people."""
    return _to_all("products/product_unblocked", "products/products_unblocked", occasion)


def _to_all(one: str, many: str, occasion: Occasion) -> Iterator[Letter]:
    """One letter for each reader, about those of the products that this reader can see."""
    products = cast("Sequence[Product]", occasion.extra["products"])
    readers: dict[int, tuple[Membership, list[Product]]] = {}
    for product in products:
        wanting = topics.recipients(product.organization_id, TOPIC)
        for reader in members_seeing(wanting, product):
            readers.setdefault(reader.pk, (reader, []))[1].append(product)
    for reader, seen in readers.values():
        yield _letter(one if len(seen) == 1 else many, occasion, seen, reader)


def _letter(
    template: str, occasion: Occasion, products: Sequence[Product], reader: Membership
) -> Letter:
    product = products[0]
    return Letter(
        to=reader.user.email,
        template=template,
        context={
            "person": reader.user.full_name,
            "organization": reader.organization.name,
            "slug": reader.organization.slug,
            "product": product.name,
            "pk": product.pk,
            "products": [each.name for each in products],
            "by": occasion.actor.name,
            "partner": occasion.actor.partner_name,
            "reason": product.blocked_because,
            "at": occasion.entry.created_at,
            "is_affected": reader.role not in SEES_ALL,
        },
        language=reader.user.language,
        time_zone=reader.user.time_zone,
        to_name=reader.user.full_name,
    )
