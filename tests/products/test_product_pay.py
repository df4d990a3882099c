"""Paying what the Renewal Warranty renewed: the very charge that was shown, once (G9.4)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from orgs.models import Organization
from products.models import Charge, Product
from tests.conftest import Cast
from tests.products.renewing import PRODUCTS, entries, form_of, in_days, put_domain, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("priced")]
As = Callable[..., Client]


@pytest.fixture
def domain(cast: Cast) -> Product:
    return put_domain(cast.alpine, "alpine.example", in_days(40))


def owe(organization: Organization, product: Product, year: int, amount: str) -> Charge:
    return Charge.objects.create(
        organization=organization, key=f"warranty-{product.pk}-{year}0301", purpose="renew",
        product_name=product.name, amount=amount, currency="CHF", created_by="Regie",
        source="https://registrar.example/",
    )  # fmt: skip


@pytest.mark.flow("G9.4")
def test_a_double_click_pays_one_of_two(cast: Cast, as_: As, domain: Product) -> None:
    first, second = (
        owe(cast.alpine, domain, year, amount)
        for year, amount in ((2025, "20.00"), (2026, "21.00"))
    )
    form = form_of(as_("legal"), domain, "pay")
    assert send(as_("legal"), domain, "pay", **form) == 302
    assert send(as_("legal"), domain, "pay", **form) == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert first.settled_at
    assert second.settled_at is None
    assert [each.after for each in entries("warranty_paid")] == [{"amount": "CHF 20.00"}]
    assert "CHF 21.00" in as_("legal").get(f"{PRODUCTS}{domain.pk}/pay/").content.decode()


def test_what_was_given_back_meanwhile_is_not_called_paid(
    cast: Cast, as_: As, domain: Product
) -> None:
    owed = owe(cast.alpine, domain, 2026, "20.00")
    form = form_of(as_("legal"), domain, "pay")
    Charge.objects.update(returned_at=timezone.now())
    answer = as_("legal").post(f"{PRODUCTS}{domain.pk}/pay/", form)
    assert answer.status_code == 409
    assert "Nothing is paid" in answer.content.decode()
    owed.refresh_from_db()
    assert owed.settled_at is None
    assert not entries("warranty_paid")


def test_no_other_charge_is_paid_here(cast: Cast, as_: As, domain: Product) -> None:
    other = put_domain(cast.alpine, "other.example", in_days(40))
    foreign = put_domain(cast.rival, "rival.example", in_days(40))
    owe(cast.alpine, domain, 2026, "20.00")
    beside = owe(cast.alpine, other, 2026, "20.00")
    theirs = owe(cast.rival, foreign, 2026, "20.00")
    # Theirs by the Organization, though the key speaks of the product that is here.
    strange = owe(cast.rival, domain, 2027, "20.00")
    for charge in (beside, theirs, strange):
        assert send(as_("legal"), domain, "pay", number=str(charge.pk)) == 404
    assert send(as_("legal"), domain, "pay", number=str(2**70)) == 404
    for wrong in ("", "-1", "x"):
        assert send(as_("legal"), domain, "pay", number=wrong) == 422
    assert not Charge.objects.exclude(settled_at=None).exists()
