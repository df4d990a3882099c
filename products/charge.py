"""The port of money: a priced step is charged here, once, whoever asks and however often.

Until there is billing, a charge settles at once. What is not carried out is given back.
"""

from __future__ import annotations

from collections.abc import Sequence

from django.utils import timezone

from console.shell.actor import Actor
from products.catalog.prices import PURPOSES, Price
from products.models import Charge, Product

_WRITTEN = (
    "organization_id", "purpose", "product_name", "amount", "currency", "source", "created_by",
    "created_at", "settled_at",
)  # fmt: skip


def charge(*, actor: Actor, key: str, purpose: str, product: Product, price: Price) -> Charge:
    """Charge `price` for one step of the product, as part of the caller's transaction.

    The same key answers the same charge and nothing is charged twice; a key that stands for
    another Organization, product or purpose raises ValueError, so a key says what it is for. So
    does one that was given back: it pays for nothing any more.
    """
    return _charge(actor, key, purpose, product, price, is_settled=True)


def charge_each(
    *, actor: Actor, purpose: str, wanted: Sequence[tuple[str, Product, Price]]
) -> list[Charge]:
    """The same for many products at once, in one statement: a key, a product and a price each.

    For keys that stand for nothing yet: one that does is an `IntegrityError`, and nothing of all
    is charged.
    """
    made = [
        _made(actor, key, purpose, product, price, is_settled=True)
        for key, product, price in wanted
    ]
    return Charge.objects.bulk_create(made)


def charge_later(*, actor: Actor, key: str, purpose: str, product: Product, price: Price) -> Charge:
    """The same, but left open: what the Renewal Warranty renews is paid within its time."""
    return _charge(actor, key, purpose, product, price, is_settled=False)


def settle(charge: Charge) -> None:
    """An open charge is paid. Paid or given back already: nothing happens."""
    now = timezone.now()
    open_ones = Charge.objects.filter(pk=charge.pk, settled_at=None, returned_at=None)
    if open_ones.update(settled_at=now):
        charge.settled_at = now


def give_back(charge: Charge) -> None:
    """What was charged is not owed; twice is once."""
    now = timezone.now()
    if Charge.objects.filter(pk=charge.pk, returned_at=None).update(returned_at=now):
        charge.returned_at = now


def _charge(
    actor: Actor, key: str, purpose: str, product: Product, price: Price, *, is_settled: bool
) -> Charge:
    made = _made(actor, key, purpose, product, price, is_settled=is_settled)
    values = {name: getattr(made, name) for name in _WRITTEN}
    found, _is_new = Charge.objects.get_or_create(key=key, defaults=values)
    stands_for = (found.organization_id, found.product_name, found.purpose)
    if stands_for != (product.organization_id, product.name, purpose):
        raise ValueError(f"{key} stands for another charge")
    if found.returned_at is not None:
        raise ValueError(f"{key} was given back")
    return found


def _made(
    actor: Actor, key: str, purpose: str, product: Product, price: Price, *, is_settled: bool
) -> Charge:
    if purpose not in PURPOSES:
        raise LookupError(purpose)
    now = timezone.now()
    return Charge(
        key=key,
        organization_id=product.organization_id,
        purpose=purpose,
        product_name=product.name,
        amount=price.amount,
        currency=price.currency,
        source=price.source,
        created_by=actor.name,
        created_at=now,
        settled_at=now if is_settled else None,
    )
