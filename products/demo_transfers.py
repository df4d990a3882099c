"""Transfers in of the demonstration: one that failed, one under way, and names to try it with.

The embedded registry knows three names at another registrar. `spring-market.example` moves with
the code `Spring-Market-26`, `lake-ferry.example` is locked there, `new-bakery.example` is too new.
"""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from orgs.models import Membership, Organization
from products.catalog.prices import currency_of, price_of
from products.models import Charge, IncomingTransfer, Product, RegistrarOrder
from products.registrar import codes, registry_clock

CODES = {
    "spring-market.example": "Spring-Market-26",
    "lake-ferry.example": "Lake-Ferry-26",
    "new-bakery.example": "New-Bakery-26",
    "harbour-reading.example": "Harbour-Reading-26",
    "valley-archive.example": "Valley-Archive-26",
}
OTHER = "other"


def load_transfers(alpine: Organization) -> None:
    """Fill in what stands behind the two domains that are on their way to `alpine`."""
    now = timezone.now()
    for name, code in CODES.items():
        registry_clock.put(
            name,
            expires_at=now + timedelta(days=220),
            registered_at=now - timedelta(days=20 if name.startswith("new-") else 900),
            sponsor=OTHER,
            authorization_code=code,
            is_locked=name.startswith("lake-"),
        )
    states = IncomingTransfer.State
    _transfer(alpine, "harbour-reading.example", states.FAILED, codes.WRONG_CODE)
    _transfer(alpine, "valley-archive.example", states.PENDING)


def _transfer(
    alpine: Organization, name: str, state: IncomingTransfer.State, code: int | None = None
) -> None:
    now = timezone.now()
    product = Product.objects.get(organization=alpine, name=name)
    asker = Membership.objects.filter(organization=alpine, user__email="admin@demo.example").first()
    price = price_of("domain", name, "transfer", currency=currency_of(alpine))
    paid = None
    if price is not None:
        paid = Charge.objects.create(
            organization=alpine,
            key=f"transfer-demo-{product.pk}",
            purpose="transfer",
            product_name=name,
            amount=price.amount,
            currency=price.currency,
            source=price.source,
            created_by="Adrian Admin",
            created_at=now - timedelta(days=2),
            settled_at=now - timedelta(days=2),
        )
    is_failed = state == IncomingTransfer.State.FAILED
    IncomingTransfer.objects.create(
        organization=alpine,
        product=product,
        state=state,
        failure_code=code,
        asked_by=asker,
        asked_by_name="Adrian Admin",
        charge=paid,
        attempts=1,
        asked_at=now - timedelta(days=2),
    )
    order = RegistrarOrder.objects.create(
        organization=alpine,
        product=product,
        key=f"transfer-{product.pk}-1",
        verb="transfer",
        charge=paid,
        asked_by=asker,
        asked_by_name="Adrian Admin",
        state=RegistrarOrder.State.FAILED if is_failed else RegistrarOrder.State.SENT,
        code=code if is_failed else codes.PENDING,
        attempts=1,
        due_at=now + timedelta(hours=1),
        created_at=now - timedelta(days=2),
        finished_at=now - timedelta(days=2) if is_failed else None,
    )
    if not is_failed:
        row = registry_clock.put(name, expires_at=now, registered_at=now)
        row.transfer_asked_at, row.transfer_key = order.created_at, order.key
        row.save(update_fields=["transfer_asked_at", "transfer_key"])
