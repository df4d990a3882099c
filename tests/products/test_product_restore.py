"""Restoring a domain in redemption: at its price, once, by the registry (G9.2, G9.3, G9.7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from products import domain_clock
from products.models import Charge, Domain, Product, RegistrarOrder, RegistryName
from products.registrar import codes
from products.registrar.life import add_years
from products.registrar.outcomes import Outcome, Result
from products.renewal_outcomes import on_restore
from tests.conftest import Cast
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
def lost(cast: Cast) -> Product:
    """A domain in redemption: expired 60 days ago, at a registry with 45 days of grace."""
    return put_domain(cast.alpine, "lost.example", in_days(-60), status="redemption")


@pytest.mark.flow("G9.2", "G9.7")
def test_it_is_restored_at_the_price_that_was_shown(cast: Cast, as_: As, lost: Product) -> None:
    page = as_("legal").get(f"{PRODUCTS}{lost.pk}/").content.decode()
    assert "can only be restored" in page
    assert f"{PRODUCTS}{lost.pk}/restore/" in page
    dialog = as_("legal").get(f"{PRODUCTS}{lost.pk}/restore/").content.decode()
    for words in ("CHF 110.00", "CHF 20.00", "CHF 130.00"):
        assert words in dialog
    form = form_of(as_("legal"), lost, "restore")
    assert send(as_("legal"), lost, "restore", **form) == 302
    assert Charge.objects.get().amount == Decimal("130.00")
    assert at_the_registry() == 1
    lost.refresh_from_db()
    assert lost.status == "active"
    assert lost.expires_at == add_years(in_days(-60), 1)
    assert entries("restored")[0].actor_name == str(cast["legal"])
    assert letters("restored")[0].subject == "lost.example is restored"
    assert "can only be restored" not in as_("legal").get(f"{PRODUCTS}{lost.pk}/").content.decode()


def test_twice_at_once_is_paid_once(cast: Cast, as_: As, lost: Product) -> None:
    first, second = (form_of(as_("legal"), lost, "restore") for _ in range(2))
    assert send(as_("legal"), lost, "restore", **first) == 302
    assert send(as_("legal"), lost, "restore", **first) == 302
    assert send(as_("legal"), lost, "restore", **second) == 409
    at_the_registry()
    assert send(as_("legal"), lost, "restore", **second) == 409
    assert Charge.objects.count() == RegistrarOrder.objects.count() == 1


@pytest.mark.flow("G9.2")
def test_while_the_registry_takes_its_time_it_is_being_restored(
    cast: Cast, as_: As, lost: Product
) -> None:
    form = form_of(as_("legal"), lost, "restore")
    send(as_("legal"), lost, "restore", **form)
    order = RegistrarOrder.objects.get()
    order.code = codes.PENDING
    order.state = RegistrarOrder.State.SENT
    order.save()
    on_restore(order, Outcome(Result.PENDING, codes.PENDING))
    lost.refresh_from_db()
    assert lost.status == "pending_restore"
    page = as_("legal").get(f"{PRODUCTS}{lost.pk}/").content.decode()
    assert "This domain is being restored." in page
    assert "up to seven days" in page
    domain_clock.run(timezone.now() + timedelta(days=3))
    lost.refresh_from_db()
    assert lost.status == "pending_restore"
    on_restore(order, Outcome(Result.REFUSED, codes.STATUS_PROHIBITS))
    lost.refresh_from_db()
    assert lost.status == "redemption"


def test_a_refusal_is_given_back(cast: Cast, as_: As, lost: Product) -> None:
    RegistryName.objects.all().delete()
    form = form_of(as_("administrator"), lost, "restore")
    send(as_("administrator"), lost, "restore", **form)
    at_the_registry()
    assert Charge.objects.get().returned_at
    page = as_("legal").get(f"{PRODUCTS}{lost.pk}/").content.decode()
    assert "The registry refused to restore this domain." in page
    assert "It may be free" in page
    (letter,) = letters("restore_refused")
    assert letter.to == cast["administrator"].email
    assert "CHF 130.00 was given back" in letter.text


@pytest.mark.parametrize("status", ["active", "expired", "pending_delete", "released"])
def test_only_redemption_is_restored(cast: Cast, as_: As, status: str) -> None:
    other = put_domain(cast.alpine, "other.example", in_days(-60), status=status)
    assert as_("legal").get(f"{PRODUCTS}{other.pk}/restore/").status_code == 404
    form = {"key": "k" * 22, "seen": in_days(-60).isoformat(), "total": "130.00", "currency": "CHF"}
    assert send(as_("legal"), other, "restore", **form) == 422
    assert not Charge.objects.exists()


def test_another_price_than_the_one_shown_is_said(cast: Cast, as_: As, lost: Product) -> None:
    form = {**form_of(as_("legal"), lost, "restore"), "total": "1.00"}
    answer = as_("legal").post(f"{PRODUCTS}{lost.pk}/restore/", form)
    assert answer.status_code == 409
    assert "The price is CHF 130.00 now." in answer.content.decode()
    assert not Charge.objects.exists()


def test_without_a_price_it_says_so(cast: Cast, as_: As, lost: Product, settings: Settings) -> None:
    settings.PRICES = ""
    assert "No price is known" in as_("legal").get(f"{PRODUCTS}{lost.pk}/restore/").content.decode()


@pytest.mark.flow("G9.3")
def test_what_is_released_may_be_registered_by_anyone(cast: Cast, as_: As) -> None:
    gone = put_domain(cast.alpine, "gone.com", in_days(-120), status="pending_delete")
    Domain.objects.filter(pk=gone.pk).update(phase_ends_at=in_days(-1))
    domain_clock.run(timezone.now())
    gone.refresh_from_db()
    assert gone.status == "released"
    page = as_("legal").get(f"{PRODUCTS}{gone.pk}/").content.decode()
    assert "Anyone may register it" in page
    assert "/restore/" not in page
    assert "/renew/" not in page
