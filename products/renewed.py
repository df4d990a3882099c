"""What a renewal leaves behind once it is certain: the new expiry, the state, the log."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from django.db.models import F
from django.utils import timezone

from console.shell.actor import Actor
from console.shell.audit import record
from products import domain_life as life
from products.catalog.prices import Price
from products.charge import charge
from products.models import Charge, Domain, Product, RegistrarOrder
from products.quotes import Part, warranty_of
from products.renewing import no_price


def agreed_on(option: Part | None) -> dict[str, str] | None:
    """The price of the Renewal Warranty that was shown, as an order carries it until it is paid."""
    if option is None:
        return None
    price = option.price
    return {
        "amount": str(price.amount),
        "currency": price.currency,
        "source": price.source,
        "read_on": price.read_on.isoformat(),
    }


def agreed(order: RegistrarOrder) -> Price | None:
    """The price that the order carries; None where none was shown."""
    said = order.request.get("option")
    if said is None:
        return None
    day = date.fromisoformat(said["read_on"])
    return Price(Decimal(said["amount"]), said["currency"], said["source"], day)


def move_on(
    event: str,
    actor: Actor,
    product: Product,
    until: datetime,
    *,
    years: int,
    paid: Charge | None,
    option: Price | None = None,
) -> None:
    """The product runs until then and is active again; recorded as `products.product.<event>`.

    Part of the caller's transaction, which holds the product. A product with the Renewal
    Warranty pays for it anew, once for each expiry: the price `option` that was agreed on, or
    that of today where nobody was shown one. Where none is known it ends, for it is not given
    away.
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
    price = (option or price_of_option(product, years)) if product.warranty else None
    extra = pay_option(actor, product, price) if price else None
    after = {"expires_at": _iso(until), "years": years, "amount": money(paid)}
    if extra is not None:
        after["option"] = money(extra)
    record(f"products.product.{event}", actor, product, before=before, after=after, paid=paid)
    if product.warranty and price is None:
        _end_warranty(product)


def price_of_option(product: Product, years: int) -> Price | None:
    """What the Renewal Warranty costs today; None when no price is known."""
    part = warranty_of(product, years)
    return part.price if part else None


def pay_option(actor: Actor, product: Product, price: Price) -> Charge | None:
    """Charge the Renewal Warranty for the time up to the expiry; None where that is paid."""
    if is_option_paid(product):
        return None
    key = _option(product)
    return charge(actor=actor, key=key, purpose="warranty", product=product, price=price)


def is_option_paid(product: Product) -> bool:
    """Whether the Renewal Warranty is paid up to the expiry, by whoever had the product then."""
    return Charge.objects.filter(key=_option(product)).exists()


def _option(product: Product) -> str:
    return f"option-{product.pk}-{product.expires_at:%Y%m%d}"


def _end_warranty(product: Product) -> None:
    """The console ends what cannot be paid for."""
    Product.objects.filter(pk=product.pk).update(warranty=False)
    product.warranty = False
    record(
        "products.product.warranty_switched",
        Actor.system(product.organization_id),
        product,
        before={"warranty": True},
        after={"warranty": False, "because": no_price()},
    )


def money(paid: Charge | None) -> str:
    """As it is read: the currency, then the amount."""
    return f"{paid.currency} {paid.amount:,.2f}" if paid else ""


def _iso(moment: datetime | None) -> str:
    return moment.isoformat() if moment else ""
