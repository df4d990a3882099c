"""Charging a step: once a key, settled at once, given back once."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from console.shell.actor import Actor
from products.catalog.prices import Price
from products.charge import charge, charge_later, give_back, settle
from products.models import Charge, Product
from tests.conftest import Cast
from tests.products.conftest import Make

PRICE = Price(Decimal("13.50"), "CHF", "https://registrar.example/prices", date(2026, 11, 23))


@pytest.fixture
def domain(cast: Cast, make_product: Make) -> Product:
    return make_product(cast.alpine, "alpine.example")


def pay(product: Product, key: str = "renew-1", purpose: str = "renew") -> Charge:
    actor = Actor(user_id=None, name="Lara", organization_id=product.organization_id)
    return charge(actor=actor, key=key, purpose=purpose, product=product, price=PRICE)


def test_it_says_who_owes_what_for_what_and_settles_at_once(domain: Product) -> None:
    paid = pay(domain)
    assert paid.organization_id == domain.organization_id
    assert (paid.amount, paid.currency, paid.source) == (
        PRICE.amount, "CHF", "https://registrar.example/prices",
    )  # fmt: skip
    assert (paid.purpose, paid.product_name, paid.created_by) == ("renew", domain.name, "Lara")
    assert paid.settled_at is not None
    assert paid.returned_at is None


def test_the_same_key_is_charged_once(domain: Product) -> None:
    assert pay(domain) == pay(domain)
    assert Charge.objects.count() == 1


def test_a_key_stands_for_one_thing_alone(cast: Cast, domain: Product, make_product: Make) -> None:
    pay(domain)
    with pytest.raises(ValueError, match="another charge"):
        pay(domain, purpose="restore")
    with pytest.raises(ValueError, match="another charge"):
        pay(make_product(cast.rival, "rival.example"))
    with pytest.raises(LookupError):
        pay(domain, key="x-1", purpose="lunch")


def test_it_is_given_back_once(domain: Product) -> None:
    paid = pay(domain)
    give_back(paid)
    first = paid.returned_at
    assert first is not None
    give_back(Charge.objects.get())
    assert Charge.objects.get().returned_at == first


def test_what_was_given_back_pays_for_nothing(domain: Product) -> None:
    give_back(pay(domain))
    with pytest.raises(ValueError, match="given back"):
        pay(domain)
    assert Charge.objects.count() == 1


def test_what_is_paid_later_stays_open_until_it_is_paid(domain: Product) -> None:
    actor = Actor.system(domain.organization_id)
    owed = charge_later(actor=actor, key="w-1", purpose="renew", product=domain, price=PRICE)
    assert owed.settled_at is None
    settle(owed)
    first = owed.settled_at
    assert first is not None
    settle(Charge.objects.get())
    assert Charge.objects.get().settled_at == first
