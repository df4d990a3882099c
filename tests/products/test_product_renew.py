"""Renewing a product by hand: the price first, paid once, done by the registry (G9.5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from pytest_django import Settings

from orgs.models import Membership
from products.models import Charge, Grant, Product, RegistrarOrder, RegistryName
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


@pytest.fixture
def domain(cast: Cast) -> Product:
    return put_domain(cast.alpine, "alpine.example", in_days(40))


@pytest.mark.flow("G9.5")
def test_it_shows_the_price_then_pays_and_renews(cast: Cast, as_: As, domain: Product) -> None:
    until = domain.expires_at
    assert until
    page = as_("administrator").get(f"{PRODUCTS}{domain.pk}/renew/").content.decode()
    assert "CHF 20.00" in page
    form = form_of(as_("administrator"), domain, "renew")
    assert send(as_("administrator"), domain, "renew", **form) == 302

    paid = Charge.objects.get()
    assert (paid.amount, paid.currency, paid.purpose) == (Decimal("20.00"), "CHF", "renew")
    assert paid.settled_at
    assert (
        "registry has not answered" in as_("legal").get(f"{PRODUCTS}{domain.pk}/").content.decode()
    )
    assert at_the_registry() == 1

    domain.refresh_from_db()
    assert domain.expires_at == add_years(until, 1)
    assert domain.status == "active"
    (entry,) = entries("renewed")
    assert entry.actor_name == str(cast["administrator"])
    assert cast["administrator"].email in {each.to for each in letters("renewed")}
    assert letters("renewed")[0].subject == "alpine.example is renewed"


def test_the_same_form_sent_twice_is_one_renewal(cast: Cast, as_: As, domain: Product) -> None:
    form = form_of(as_("legal"), domain, "renew")
    assert send(as_("legal"), domain, "renew", **form) == 302
    assert send(as_("legal"), domain, "renew", **form) == 302
    at_the_registry()
    assert send(as_("legal"), domain, "renew", **form) in {302, 422}
    at_the_registry()
    assert Charge.objects.count() == RegistrarOrder.objects.count() == 1
    assert len(entries("renewal_ordered")) == 1


@pytest.mark.flow("G9.5")
def test_a_second_tab_pays_nothing(cast: Cast, as_: As, domain: Product) -> None:
    first = form_of(as_("legal"), domain, "renew")
    second = form_of(as_("administrator"), domain, "renew")
    third = form_of(as_("administrator"), domain, "renew")
    assert send(as_("legal"), domain, "renew", **first) == 302
    assert send(as_("administrator"), domain, "renew", **second) == 409
    at_the_registry()
    answer = as_("administrator").post(f"{PRODUCTS}{domain.pk}/renew/", third)
    assert answer.status_code == 409
    assert "Nothing is paid twice" in answer.content.decode()
    assert Charge.objects.count() == 1
    assert RegistryName.objects.get().expires_at == Product.objects.get().expires_at


def test_what_the_registry_refuses_is_given_back_and_said(
    cast: Cast, as_: As, domain: Product
) -> None:
    RegistryName.objects.update(sponsor="another")
    form = form_of(as_("legal"), domain, "renew")
    assert send(as_("legal"), domain, "renew", **form) == 302
    at_the_registry()
    assert Charge.objects.get().returned_at
    page = as_("legal").get(f"{PRODUCTS}{domain.pk}/").content.decode()
    assert "The registry refused to renew this domain." in page
    assert "Another registrar looks after this domain now." in page
    assert "CHF 20.00 was given back" in page
    (letter,) = letters("renewal_refused")
    assert letter.to == cast["legal"].email
    assert "CHF 20.00 was given back" in letter.text
    assert entries("renewal_refused")[0].actor_name == str(cast["legal"])
    # It may be asked again, and is paid again.
    RegistryName.objects.update(sponsor="regie")
    form = form_of(as_("legal"), domain, "renew")
    assert send(as_("legal"), domain, "renew", **form) == 302
    at_the_registry()
    assert Charge.objects.filter(returned_at=None).count() == 1
    assert Product.objects.get().expires_at == add_years(domain.expires_at or in_days(0), 1)


@pytest.mark.flow("G9.5")
def test_other_products_run_on_at_once(cast: Cast, as_: As, make_product: Make) -> None:
    hosting = make_product(
        cast.alpine, "Main site", type="web_hosting", expires_at=in_days(10), status="suspended"
    )
    form = form_of(as_("legal"), hosting, "renew")
    page = as_("legal").get(f"{PRODUCTS}{hosting.pk}/renew/").content.decode()
    assert "CHF 290.00" in page
    assert send(as_("legal"), hosting, "renew", **{**form, "term": "3 290.00 CHF"}) == 302
    hosting.refresh_from_db()
    assert hosting.expires_at == add_years(in_days(10), 3)
    assert hosting.status == "active"
    assert send(as_("legal"), hosting, "renew", **{**form, "term": "3 290.00 CHF"}) == 302
    assert Charge.objects.get().amount == Decimal("290.00")
    assert not RegistrarOrder.objects.exists()


def test_without_a_price_nothing_is_ordered(
    cast: Cast, as_: As, domain: Product, settings: Settings
) -> None:
    form = form_of(as_("legal"), domain, "renew")
    settings.PRICES = ""
    page = as_("legal").get(f"{PRODUCTS}{domain.pk}/renew/").content.decode()
    assert "No price is known for this product" in page
    assert send(as_("legal"), domain, "renew", **form) == 422
    assert not Charge.objects.exists()


@pytest.mark.parametrize(
    "wrong",
    [
        {"term": "1 0.01"}, {"term": "9 180.00 CHF"}, {"term": "1 20.00 EUR"},
        {"term": "1 20.00"}, {"term": "x"}, {"key": "short"},
        {"key": "x" * 33}, {"key": "../../../../../etc"}, {"seen": "yesterday"},
        {"seen": "2026-01-01T00:00:00"}, {"term": ""},
    ],
)  # fmt: skip
def test_a_form_that_was_changed_orders_nothing(
    cast: Cast, as_: As, domain: Product, wrong: dict[str, str]
) -> None:
    form = {**form_of(as_("legal"), domain, "renew"), **wrong}
    assert send(as_("legal"), domain, "renew", **form) == 422
    assert not Charge.objects.exists()


def test_an_accountant_renews_what_they_see_unless_it_is_blocked(
    cast: Cast, as_: As, domain: Product
) -> None:
    Membership.objects.filter(user=cast["collaborator"]).update(has_accounting=True)
    assert as_("collaborator").get(f"{PRODUCTS}{domain.pk}/renew/").status_code == 404
    Grant.objects.create(
        organization=cast.alpine, membership=cast.membership("collaborator"), scope="product",
        product=domain, level="view", given_by="Lara",
    )  # fmt: skip
    form = form_of(as_("collaborator"), domain, "renew")
    Product.objects.update(blocked_at=in_days(-1), blocked_by="Lara")
    assert send(as_("collaborator"), domain, "renew", **form) == 403
    assert not Charge.objects.exists()
    Product.objects.update(blocked_at=None)
    assert send(as_("collaborator"), domain, "renew", **form) == 302
    assert Charge.objects.get().created_by == str(cast["collaborator"])


def test_a_collaborator_without_the_right_does_not(cast: Cast, as_: As, domain: Product) -> None:
    assert as_("collaborator").get(f"{PRODUCTS}{domain.pk}/renew/").status_code == 403
    assert send(as_("collaborator"), domain, "renew") == 403


def test_a_product_of_a_neighbor_is_not_there(cast: Cast, as_: As) -> None:
    foreign = put_domain(cast.rival, "rival.example", in_days(20))
    for verb in ("renew", "restore", "auto-renew", "warranty", "pay"):
        assert send(as_("legal"), foreign, verb, is_on="yes") == 404
    answer = as_("legal").post(f"{PRODUCTS}auto-renew/", {"selected": [foreign.pk], "is_on": "yes"})
    assert answer.status_code == 404
    assert not Charge.objects.exists()


def test_the_warranty_is_in_the_price_and_paid_when_it_is_done(
    cast: Cast, as_: As, domain: Product
) -> None:
    Product.objects.update(warranty=True)
    form = form_of(as_("legal"), domain, "renew")
    assert form["term"] == "1 25.00 CHF"
    assert send(as_("legal"), domain, "renew", **form) == 302
    assert [each.amount for each in Charge.objects.all()] == [Decimal("20.00")]
    at_the_registry()
    paid = Charge.objects.order_by("pk").values_list("purpose", "amount")
    assert list(paid) == [("renew", Decimal("20.00")), ("warranty", Decimal("5.00"))]


def test_a_domain_is_renewed_while_it_has_expired_and_can_be(cast: Cast, as_: As) -> None:
    late = put_domain(cast.alpine, "late.example", in_days(-10), status="expired")
    form = form_of(as_("legal"), late, "renew")
    assert send(as_("legal"), late, "renew", **form) == 302
    at_the_registry()
    late.refresh_from_db()
    assert late.status == "active"
    assert late.expires_at == add_years(in_days(-10), 1)
    assert late.domain.phase_ends_at == late.expires_at


@pytest.mark.parametrize("status", ["redemption", "pending_delete", "released", "transferring"])
def test_what_cannot_be_renewed_has_no_such_page(cast: Cast, as_: As, status: str) -> None:
    gone = put_domain(cast.alpine, "gone.example", in_days(-60), status=status)
    assert as_("legal").get(f"{PRODUCTS}{gone.pk}/renew/").status_code == 404
    form = {"key": "k" * 22, "seen": in_days(-60).isoformat(), "term": "1 20.00 CHF"}
    assert send(as_("legal"), gone, "renew", **form) == 422
    assert not Charge.objects.exists()


def test_no_domain_is_renewed_past_ten_years(cast: Cast, as_: As, settings: Settings) -> None:
    far = put_domain(cast.alpine, "far.example", in_days(0) + timedelta(days=3400))
    page = as_("legal").get(f"{PRODUCTS}{far.pk}/renew/").content.decode()
    assert "as long as a domain can be registered" in page
