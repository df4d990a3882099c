"""Letters about the life of a domain, to the address on the holder's card (G9.1)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from console.shell.letters import Letter, Occasion, enqueue, letter
from products import domain_life as life
from products.models import Domain, Notice, Product


@letter("products.domain.phase_changed")
def tell_the_holder(occasion: Occasion) -> Iterator[Letter]:
    """In which phase the domain is now, and what can be done until when."""
    domain = occasion.extra["domain"]
    if occasion.extra["is_news"] and isinstance(domain, Domain) and _reachable(domain.product):
        status = domain.product.status
        more = {
            "status": status,
            "does": life.DOES.get(status, life.NOTHING),
            "ends_at": domain.phase_ends_at,
        }
        yield _letter("products/domain_phase_changed", domain.product, more)


def remind(product: Product, notice: Notice) -> None:
    """Tell the holder that the domain expires soon; the notice is the letter's key."""
    if _reachable(product):
        enqueue(
            _letter("products/domain_expiring", product, {"renews": product.auto_renew}),
            event="products.domain.expiring",
            key=str(notice.pk),
            organization_id=product.organization_id,
        )


def _reachable(product: Product) -> bool:
    """Whether the card has an address; one without must not stop the walk for the others."""
    try:
        validate_email(product.holder.email)
    except ValidationError:
        return False
    return True


def _letter(template: str, product: Product, more: dict[str, Any]) -> Letter:
    organization = product.organization
    context = {
        "holder": str(product.holder),
        "domain": product.name,
        "product_id": product.pk,
        "organization": organization.name,
        "slug": organization.slug,
        "expires_at": product.expires_at,
        **more,
    }
    return Letter(
        to=product.holder.email,
        template=template,
        context=context,
        time_zone=organization.time_zone,
    )
