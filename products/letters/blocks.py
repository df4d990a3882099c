"""Letters about the management of a product being blocked, or open again (E3)."""

from __future__ import annotations

from collections.abc import Iterator
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
    return _to_all("products/product_blocked", occasion)


@letter("products.product.unblocked")
def tell_that_it_is_open(occasion: Occasion) -> Iterator[Letter]:
    """The same people."""
    return _to_all("products/product_unblocked", occasion)


def _to_all(template: str, occasion: Occasion) -> Iterator[Letter]:
    product = cast("Product", occasion.subject)
    wanting = topics.recipients(product.organization_id, TOPIC)
    for reader in members_seeing(wanting, product):
        yield _letter(template, occasion, product, reader)


def _letter(template: str, occasion: Occasion, product: Product, reader: Membership) -> Letter:
    return Letter(
        to=reader.user.email,
        template=template,
        context={
            "person": reader.user.full_name,
            "organization": reader.organization.name,
            "slug": reader.organization.slug,
            "product": product.name,
            "pk": product.pk,
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
