"""Automatic renewal (G9.6): on at 14 days, refused at 13, tried once by the clock."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from pytest_django import Settings

from orgs.models import Organization
from products import renewal_clock
from products.models import Charge, Notice, Product, RegistrarOrder
from products.registrar.life import add_years
from products.tasks import renew_products
from tests.conftest import Cast
from tests.products.conftest import Make
from tests.products.renewing import (
    DAY,
    PRODUCTS,
    at_the_registry,
    entries,
    in_days,
    letters,
    put_domain,
    send,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("priced")]
As = Callable[..., Client]
TOO_LATE = "Less than 14 days are left."


@pytest.fixture
def domain(cast: Cast) -> Product:
    Organization.objects.filter(pk=cast.alpine.pk).update(time_zone="UTC")
    return put_domain(cast.alpine, "alpine.example", in_days(40))


@pytest.mark.flow("G9.6")
@pytest.mark.parametrize(("days", "status"), [(15, 302), (14, 302), (13, 422), (0, 422)])
def test_it_goes_on_at_14_days_and_not_at_13(
    cast: Cast, as_: As, domain: Product, days: int, status: int
) -> None:
    Product.objects.update(expires_at=in_days(days))
    answer = as_("legal").post(f"{PRODUCTS}{domain.pk}/auto-renew/", {"is_on": "yes"})
    assert answer.status_code == status
    assert Product.objects.get().auto_renew is (status == 302)
    page = as_("legal").get(f"{PRODUCTS}{domain.pk}/auto-renew/").content.decode()
    assert (TOO_LATE in page) is (status == 422)


@pytest.mark.flow("G9.6")
def test_it_goes_off_at_any_time(cast: Cast, as_: As, domain: Product) -> None:
    Product.objects.update(auto_renew=True, expires_at=in_days(2))
    assert send(as_("legal"), domain, "auto-renew", is_on="no") == 302
    assert not Product.objects.get().auto_renew
    assert send(as_("legal"), domain, "auto-renew", is_on="no") == 302
    assert len(entries("auto_renew_switched")) == 1


@pytest.mark.flow("G9.6")
def test_many_are_switched_at_once_and_those_that_cannot_are_named(
    cast: Cast, as_: As, domain: Product, make_product: Make
) -> None:
    late = make_product(cast.alpine, "Photo drive", type="drive", expires_at=in_days(5))
    site = make_product(cast.alpine, "Main site", type="web_hosting", expires_at=in_days(90))
    all_of_them = "&".join(f"selected={each.pk}" for each in (domain, late, site))
    page = as_("legal").get(f"{PRODUCTS}auto-renew/?{all_of_them}").content.decode()
    assert "2 products are switched." in page
    assert "Photo drive" in page
    assert TOO_LATE in page
    many = f"{PRODUCTS}auto-renew/"
    ids = [domain.pk, site.pk]
    answer = as_("legal").post(many, {"selected": ids, "is_on": "yes"})
    assert answer.status_code == 302
    assert set(Product.objects.filter(auto_renew=True)) == {domain, site}
    assert len(entries("auto_renew_switched")) == 2
    # One that cannot: none is switched.
    Product.objects.update(auto_renew=False)
    answer = as_("legal").post(many, {"selected": [*ids, late.pk], "is_on": "yes"})
    assert answer.status_code == 422
    assert "Photo drive: " + TOO_LATE in answer.content.decode()
    assert not Product.objects.filter(auto_renew=True).exists()


@pytest.mark.flow("G9.6")
def test_it_is_tried_14_days_before_once(cast: Cast, domain: Product) -> None:
    Product.objects.update(auto_renew=True)
    until = domain.expires_at
    assert until
    renewal_clock.run(until - 15 * DAY)
    assert not RegistrarOrder.objects.exists()
    for moment in (14 * DAY, 14 * DAY, 13 * DAY, DAY):
        renewal_clock.run(until - moment)
    at_the_registry()
    renewal_clock.run(until - DAY)
    assert RegistrarOrder.objects.count() == Charge.objects.count() == 1
    domain.refresh_from_db()
    assert domain.expires_at == add_years(until, 1)
    (entry,) = entries("renewed")
    assert entry.actor_name == "Regie"
    assert cast["legal"].email in {each.to for each in letters("renewed")}
    assert "by itself" in letters("renewed")[0].text


def test_it_is_tried_again_toward_the_next_expiry(cast: Cast, domain: Product) -> None:
    Product.objects.update(auto_renew=True)
    until = domain.expires_at
    assert until
    renewal_clock.run(until - 14 * DAY)
    at_the_registry()
    later = add_years(until, 1)
    renewal_clock.run(later - 14 * DAY)
    at_the_registry(later - 14 * DAY)
    assert Product.objects.get().expires_at == add_years(until, 2)
    assert Notice.objects.filter(kind="renewal").count() == 2


def test_what_cannot_be_paid_for_is_told_once(
    cast: Cast, domain: Product, settings: Settings
) -> None:
    settings.PRICES = ""
    Product.objects.update(auto_renew=True)
    until = domain.expires_at
    assert until
    renewal_clock.run(until - 14 * DAY)
    renewal_clock.run(until - 13 * DAY)
    assert len(entries("renewal_failed")) == 1
    assert cast["legal"].email in {each.to for each in letters("renewal_failed")}
    assert "No price is known" in letters("renewal_failed")[0].text


def test_what_is_renewed_by_hand_at_the_moment_is_left_alone(
    cast: Cast, as_: As, domain: Product
) -> None:
    until = domain.expires_at
    assert until
    Product.objects.update(auto_renew=True)
    form = {"key": "k" * 22, "seen": until.isoformat(), "term": "1 20.00 CHF"}
    assert send(as_("legal"), domain, "renew", **form) == 302
    renewal_clock.run(until - 10 * DAY)
    at_the_registry()
    renewal_clock.run(until - 10 * DAY)
    assert Product.objects.get().expires_at == add_years(until, 1)
    assert RegistrarOrder.objects.count() == 1


def test_days_are_those_of_the_organization(cast: Cast, domain: Product) -> None:
    Organization.objects.filter(pk=cast.alpine.pk).update(time_zone="Asia/Tokyo")
    Product.objects.update(auto_renew=True)
    until = domain.expires_at  # noon, UTC: 21:00 in Tokyo
    assert until
    renewal_clock.run(until - 14 * DAY - timedelta(hours=22))
    assert not RegistrarOrder.objects.exists()
    renewal_clock.run(until - 14 * DAY - timedelta(hours=20))
    assert RegistrarOrder.objects.exists()


def test_it_is_run_by_the_timed_job(cast: Cast, domain: Product) -> None:
    Product.objects.update(auto_renew=True, expires_at=in_days(3))
    renew_products()
    assert RegistrarOrder.objects.get().verb == "renew"


@pytest.mark.parametrize("status", ["transferring", "pending_restore", "released", "redemption"])
def test_other_states_are_left_alone(cast: Cast, domain: Product, status: str) -> None:
    Product.objects.update(auto_renew=True, warranty=True, status=status, expires_at=in_days(3))
    renewal_clock.run(in_days(3) - timedelta(hours=2))
    assert not RegistrarOrder.objects.exists()
    assert not Charge.objects.exists()
