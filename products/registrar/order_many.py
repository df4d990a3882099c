"""The same order for many products at once."""

from __future__ import annotations

from django.db.models import QuerySet

from console.shell.actor import Actor
from products.models import Product, RegistrarOrder
from products.registrar.orders import PAID, REQUESTS


def place_each(
    products: QuerySet[Product], verb: str, *, key: str, actor: Actor, **request: object
) -> int:
    """Write an order for each product, in two statements; answers for how many. Each one's key
    is `key` and the product's number; what is ordered under it already stays as it is."""
    if set(request) != REQUESTS[verb] or verb in PAID:
        raise ValueError(f"{verb} takes {sorted(REQUESTS[verb])}, and is not paid")
    placed = [
        RegistrarOrder(
            key=f"{key}-{product.pk}",
            organization_id=product.organization_id,
            product=product,
            verb=verb,
            request=request,
            asked_by_id=actor.membership_id,
            asked_by_name=actor.name,
            expires_at_before=product.expires_at,
        )
        for product in products.only("pk", "organization_id", "expires_at")
    ]
    RegistrarOrder.objects.bulk_create(placed, ignore_conflicts=True, batch_size=1000)
    return len(placed)
