"""Money in the demo: what the Renewal Warranty renewed and nobody has paid yet."""

from __future__ import annotations

from decimal import Decimal

from django.utils import timezone

from console.shell.actor import Actor
from products.catalog.prices import Price
from products.charge import charge_later
from products.models import Charge, Product


def owe(product: Product) -> Charge:
    """An open charge, at a price that is the demo's own."""
    source = "https://demo.example/prices"
    return charge_later(
        actor=Actor.system(product.organization_id),
        key=f"warranty-{product.pk}-demo",
        purpose="renew",
        product=product,
        price=Price(Decimal("54.00"), "CHF", source, timezone.now().date()),
    )
