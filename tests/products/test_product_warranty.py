"""The Renewal Warranty (G9.4): switched on for a price, keeps a product for 280 days."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone

from orgs.models import Membership
from products import renewal_clock
from products.models import Charge, Notice, Product, RegistrarOrder
from products.registrar.life import add_years
from tests.conftest import Cast
from tests.products.conftest import Make
from tests.products.renewing import (
    PRODUCTS,
    at_the_registry,
    entries,
    form_of,
    in_days,
    letters,
    put_domain,
    send,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("priced")]
As = Callable[..., Client]
PRICE = {"total": "5.00", "currency": "CHF"}


@pytest.fixture
def domain(cast: Cast) -> Product:
    return put_domain(cast.alpine, "alpine.example", in_days(40))


@pytest.mark.flow("G9.4")
def test_it_is_switched_on_for_its_price_and_off_again(
    cast: Cast, as_: As, domain: Product
) -> None:
    page = as_("legal").get(f"{PRODUCTS}{domain.pk}/warranty/").content.decode()
    assert "CHF 5.00" in page
    assert "280 days" in page
    assert send(as_("legal"), domain, "warranty", is_on="yes", **PRICE) == 302
    assert Product.objects.get().warranty
    assert send(as_("legal"), domain, "warranty", is_on="yes", **PRICE) == 302
    assert send(as_("legal"), domain, "warranty", is_on="no") == 302
    assert not Product.objects.get().warranty
    # On again before the expiry: paid already.
    assert send(as_("legal"), domain, "warranty", is_on="yes", **PRICE) == 302
    assert Charge.objects.get().amount == Decimal("5.00")
    assert len(entries("warranty_switched")) == 3


@pytest.mark.flow("G9.4")
def test_it_renews_on_the_last_day_and_is_paid_within_280_days(
    cast: Cast, as_: As, domain: Product
) -> None:
    Membership.objects.filter(user=cast["collaborator"]).update(has_accounting=True)
    until = domain.expires_at
    assert until
    Product.objects.update(warranty=True)
    renewal_clock.run(until - timedelta(hours=25))
    assert not RegistrarOrder.objects.exists()
    renewal_clock.run(until - timedelta(hours=23))
    renewal_clock.run(until - timedelta(hours=23))
    renewal_clock.run(until - timedelta(hours=2))
    # While the registry has not answered nothing is renewed, and nothing to be paid.
    page = as_("legal").get(f"{PRODUCTS}{domain.pk}/").content.decode()
    assert "The Renewal Warranty renewed this product." not in page
    at_the_registry()
    renewal_clock.run(until + timedelta(hours=2))
    domain.refresh_from_db()
    assert domain.expires_at == add_years(until, 1)
    owed = Charge.objects.get(purpose="renew")
    assert owed.settled_at is None
    assert owed.returned_at is None
    told = {each.to for each in letters("warranty_used")}
    assert {cast["legal"].email, cast["administrator"].email} <= told
    assert cast["collaborator"].email not in told  # who cannot see it does not hear of it
    assert "280 days" in letters("warranty_used")[0].text

    page = as_("legal").get(f"{PRODUCTS}{domain.pk}/").content.decode()
    assert "The Renewal Warranty renewed this product." in page
    assert "CHF 20.00 is open until" in " ".join(page.split())
    form = form_of(as_("administrator"), domain, "pay")
    assert send(as_("administrator"), domain, "pay", **form) == 302
    owed.refresh_from_db()
    assert owed.settled_at
    assert send(as_("administrator"), domain, "pay", **form) == 302
    assert len(entries("warranty_paid")) == 1
    page = as_("legal").get(f"{PRODUCTS}{domain.pk}/").content.decode()
    assert "The Renewal Warranty renewed this product." not in page


@pytest.mark.flow("G9.4")
def test_it_keeps_what_the_automatic_renewal_could_not(
    cast: Cast, as_: As, domain: Product
) -> None:
    until = domain.expires_at
    assert until
    Product.objects.update(warranty=True, auto_renew=True)
    renewal_clock.run(until - timedelta(days=14))
    RegistrarOrder.objects.update(state="failed", code=2304)
    Charge.objects.update(returned_at=timezone.now())
    renewal_clock.run(until - timedelta(hours=3))
    at_the_registry()
    assert Product.objects.get().expires_at == add_years(until, 1)
    steps = Notice.objects.filter(kind="renewal").values_list("step", flat=True)
    assert sorted(steps) == ["automatic", "warranty"]


def test_hosting_is_kept_at_once(cast: Cast, make_product: Make) -> None:
    hosting = make_product(
        cast.alpine, "Main site", type="web_hosting", expires_at=in_days(1), warranty=True
    )
    renewal_clock.run(in_days(1))
    hosting.refresh_from_db()
    assert hosting.expires_at == add_years(in_days(1), 1)
    assert Charge.objects.get(purpose="renew").settled_at is None
    assert len(entries("warranty_used")) == 1


@pytest.mark.parametrize("type", ["suite", "support_plan"])
def test_what_cannot_have_it_has_no_such_page(
    cast: Cast, as_: As, make_product: Make, type: str
) -> None:
    other = make_product(cast.alpine, "Other", type=type, expires_at=in_days(40))
    assert as_("legal").get(f"{PRODUCTS}{other.pk}/warranty/").status_code == 404
    assert "Renewal Warranty" not in as_("legal").get(f"{PRODUCTS}{other.pk}/").content.decode()


def test_another_price_than_the_one_shown_is_said(cast: Cast, as_: As, domain: Product) -> None:
    assert send(as_("legal"), domain, "warranty", is_on="yes", **{**PRICE, "total": "1.00"}) == 409
    assert send(as_("legal"), domain, "warranty", is_on="maybe") == 422
    assert not Product.objects.get().warranty
    assert not Charge.objects.exists()
