"""Nobody is charged another sum than the page showed: neither amount nor currency (G9.5, G9.7)."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from orgs.models import Organization
from products.catalog.prices import COLUMNS
from products.models import Charge, Product, RegistrarOrder
from tests.conftest import Cast
from tests.products.conftest import Make, make_contact
from tests.products.renewing import PRODUCTS, form_of, in_days, put_domain, send
from tests.products.transferring import CODE, START, fields_of

pytestmark = pytest.mark.django_db
As = Callable[..., Client]


@pytest.fixture(autouse=True)
def same_figures(settings: Settings, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A price list that says the same figures in francs and in euro."""
    from products.catalog import extensions as table

    both = table.read_extensions() | table.read_extensions(name=table.DEMO)
    monkeypatch.setattr(table, "_cached", lambda *, is_demo: both)
    path = tmp_path / "prices.csv"
    figures = [
        ("domain", "example", purpose, "1", amount)
        for purpose, amount in (
            ("renew", "20.00"), ("restore", "100.00"), ("transfer", "15.00"), ("warranty", "5.00"),
        )
    ] + [("web_hosting", "", "renew", "1", "90.00")]  # fmt: skip
    lines = [",".join(COLUMNS)] + [
        ",".join((*each, currency, "https://registrar.example/", "2026-11-23"))
        for each in figures
        for currency in ("CHF", "EUR")
    ]
    path.write_text("\n".join(lines) + "\n")
    settings.PRICES = str(path)


def moves_abroad() -> None:
    """The seat of the Organization goes to another country, and its currency with it."""
    Organization.objects.filter(slug="alpine").update(country="DE")


@pytest.mark.flow("G9.5")
@pytest.mark.parametrize(
    ("verb", "status", "ends"),
    [("renew", "active", 40), ("restore", "redemption", -60), ("warranty", "active", 40)],
)
def test_another_currency_is_another_price(
    cast: Cast, as_: As, verb: str, status: str, ends: int
) -> None:
    domain = put_domain(cast.alpine, "alpine.example", in_days(ends), status=status)
    form = form_of(as_("legal"), domain, verb) | ({"is_on": "yes"} if verb == "warranty" else {})
    moves_abroad()
    answer = as_("legal").post(f"{PRODUCTS}{domain.pk}/{verb}/", form)
    assert answer.status_code in {409, 422}
    assert "EUR" in answer.content.decode()
    assert not Charge.objects.exists()
    assert not RegistrarOrder.objects.exists()
    # Looked at anew, it is paid as it is shown then.
    anew = form_of(as_("legal"), domain, verb) | ({"is_on": "yes"} if verb == "warranty" else {})
    assert send(as_("legal"), domain, verb, **anew) == 302
    assert Charge.objects.get().currency == "EUR"


@pytest.mark.flow("G9.5")
def test_hosting_too(cast: Cast, as_: As, make_product: Make) -> None:
    hosting = make_product(cast.alpine, "Main site", type="web_hosting", expires_at=in_days(10))
    form = form_of(as_("legal"), hosting, "renew")
    moves_abroad()
    assert send(as_("legal"), hosting, "renew", **form) in {409, 422}
    assert not Charge.objects.exists()


@pytest.mark.flow("G10.4")
def test_a_list_of_transfers_too(cast: Cast, as_: As) -> None:
    make_contact(cast.alpine)
    legal = as_("legal")
    sent = fields_of(legal.get(START).content.decode()) | {"text": f"moving.example;{CODE}"}
    shown = legal.post(START, {**sent, "to": "check"}).content.decode()
    asked = sent | fields_of(shown) | {"to": "order"}
    moves_abroad()
    answer = legal.post(START, asked)
    assert answer.status_code == 409
    assert "EUR" in answer.content.decode()
    assert not Charge.objects.exists()
    assert legal.post(START, asked | fields_of(answer.content.decode())).status_code == 302
    assert Charge.objects.get().currency == "EUR"


@pytest.mark.flow("G9.4")
def test_without_a_price_on_the_page_the_warranty_is_not_sold(cast: Cast, as_: As) -> None:
    domain = put_domain(cast.alpine, "alpine.example", in_days(40))
    answer = as_("legal").post(f"{PRODUCTS}{domain.pk}/warranty/", {"is_on": "yes"})
    assert answer.status_code == 422
    assert "Open it again" in answer.content.decode()
    assert not Product.objects.get().warranty
    assert not Charge.objects.exists()
