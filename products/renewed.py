"""What a renewal leaves behind once it is certain: the new expiry, the state, the log."""

from __future__ import annotations

from datetime import datetime

from django.db.models import F
from django.utils import timezone

from console.shell.actor import Actor
from console.shell.audit import record
from products import domain_life as life
from products.charge import charge
from products.models import Charge, Domain, Product
from products.quotes import warranty_of


def move_on(
    event: str, actor: Actor, product: Product, until: datetime, *, years: int, paid: Charge | None
) -> None:
    """The product runs until then and is active again; recorded as `products.product.<event>`.

    Part of the caller's transaction, which holds the product. A product with the Renewal
    Warranty pays for it anew, once for each expiry.
    """
    before = {"expires_at": _iso(product.expires_at)}
    product.expires_at, product.status = until, life.ACTIVE
    Product.objects.filter(pk=product.pk).update(
        expires_at=until, status=life.ACTIVE, version=F("version") + 1
    )
    product.version += 1
    if product.type == "domain":
        # The day walked is forgotten: the clock looks again at what is a young domain once more.
        Domain.objects.filter(pk=product.pk).update(
            phase_since=timezone.now(), phase_ends_at=until, walked_on=None
        )
    if product.warranty:
        pay_option(actor, product, years)
    after = {"expires_at": _iso(until), "years": years, "amount": money(paid)}
    record(f"products.product.{event}", actor, product, before=before, after=after, paid=paid)


def pay_option(actor: Actor, product: Product, years: int = 1) -> Charge | None:
    """Charge the Renewal Warranty for the time up to the expiry, once for each expiry; what has
    no price is not charged."""
    part = warranty_of(product, years)
    if part is None or product.expires_at is None:
        return None
    return charge(
        actor=actor,
        key=f"option-{product.pk}-{product.expires_at:%Y%m%d}",
        purpose="warranty",
        product=product,
        price=part.price,
    )


def money(paid: Charge | None) -> str:
    """As it is read: the currency, then the amount."""
    return f"{paid.currency} {paid.amount:,.2f}" if paid else ""


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
