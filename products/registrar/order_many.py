"""The same order for many products at once."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from django.db.models import QuerySet

from console.shell.actor import Actor
from products.models import Charge, Product, RegistrarOrder
from products.registrar import sealing
from products.registrar.orders import PAID, REQUESTS


@dataclass(frozen=True, slots=True)
class Transfer:
    """One of many transfers: the product, the key of its order, what was paid, and its code."""

    product: Product
    key: str
    charge: Charge
    code: str = field(default="", repr=False)


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


def place_transfers(wanted: Iterable[Transfer], *, actor: Actor) -> None:
    """Write an order for each transfer, with its code sealed, in two statements; for keys that
    stand for nothing yet."""
    asked = list(wanted)
    orders = RegistrarOrder.objects.bulk_create(
        RegistrarOrder(
            key=each.key,
            organization_id=each.product.organization_id,
            product=each.product,
            verb="transfer",
            charge=each.charge,
            asked_by_id=actor.membership_id,
            asked_by_name=actor.name,
            expires_at_before=each.product.expires_at,
        )
        for each in asked
    )
    sealing.seal_each(
        (order, each.code) for order, each in zip(orders, asked, strict=True) if each.code
    )
