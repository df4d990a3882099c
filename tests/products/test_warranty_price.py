"""The Renewal Warranty goes on with a renewal at the price that was shown, and is written down
like any money; where no price is known it is not given away (G9.4)."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from django.test import Client
from pytest_django import Settings

from orgs.models import Organization
from orgs.reach import as_actor
from products.actions.renewals import switch_warranty
from products.catalog.prices import DEMO
from products.catalog.tables import DATA
from products.models import Charge, Product
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
FLOWS = [("renew", "active", 40), ("restore", "redemption", -60)]


def options() -> list[tuple[Decimal, str]]:
    return list(Charge.objects.filter(purpose="warranty").values_list("amount", "currency"))


@pytest.fixture
def other_list(settings: Settings, tmp_path: Path) -> Callable[[str, str], None]:
    """Puts a price list in place in which one text stands for another."""

    def put(former: str, text: str) -> None:
        path = tmp_path / "prices.csv"
        words = (DATA / DEMO).read_text()
        assert former in words
        path.write_text(words.replace(former, text))
        settings.PRICES = str(path)

    return put


@pytest.mark.flow("G9.4")
@pytest.mark.parametrize(("verb", "status", "ends"), FLOWS)
def test_it_costs_what_was_shown_though_the_list_and_the_seat_change(
    cast: Cast,
    as_: As,
    other_list: Callable[[str, str], None],
    verb: str,
    status: str,
    ends: int,
) -> None:
    domain = put_domain(cast.alpine, "one.example", in_days(ends), status=status, warranty=True)
    assert send(as_("legal"), domain, verb, **form_of(as_("legal"), domain, verb)) == 302
    other_list("warranty,1,5.00", "warranty,1,9.00")
    Organization.objects.filter(pk=cast.alpine.pk).update(country="DE")
    at_the_registry()
    assert options() == [(Decimal("5.00"), "CHF")]
    event = {"renew": "renewed", "restore": "restored"}[verb]
    (entry,) = entries(event)
    assert entry.after["option"] == "CHF 5.00"
    letter = letters(event)[0]
    assert "The Renewal Warranty for that time cost CHF 5.00." in letter.text
    assert "The Renewal Warranty for that time cost CHF 5.00." in " ".join(letter.html.split())


def test_switched_off_while_the_registry_thinks_it_is_not_paid(cast: Cast, as_: As) -> None:
    domain = put_domain(cast.alpine, "one.example", in_days(40), warranty=True)
    assert send(as_("legal"), domain, "renew", **form_of(as_("legal"), domain, "renew")) == 302
    assert send(as_("legal"), domain, "warranty", is_on="no") == 302
    at_the_registry()
    assert options() == []
    assert "option" not in entries("renewed")[0].after


@pytest.mark.flow("G9.4")
@pytest.mark.parametrize("type", ["domain", "web_hosting"])
def test_without_a_price_it_ends_and_is_not_given_away(
    cast: Cast, as_: As, make_product: Make, other_list: Callable[[str, str], None], type: str
) -> None:
    other_list(",warranty,1,", ",transfer,7,")
    if type == "domain":
        product = put_domain(cast.alpine, "one.example", in_days(40), warranty=True)
    else:
        product = make_product(
            cast.alpine, "Main site", type=type, expires_at=in_days(40), warranty=True
        )
    page = as_("legal").get(f"{PRODUCTS}{product.pk}/renew/").content.decode()
    assert "it ends with this renewal" in page
    assert send(as_("legal"), product, "renew", **form_of(as_("legal"), product, "renew")) == 302
    at_the_registry()
    assert len(entries("renewed")) == 1
    assert not Product.objects.get().warranty
    (entry,) = entries("warranty_switched")
    assert (entry.before, entry.after["warranty"]) == ({"warranty": True}, False)
    assert "No price is known" in entry.after["because"]
    assert options() == []


@pytest.mark.flow("G9.4")
def test_what_the_former_organization_paid_stays_paid(cast: Cast, as_: As) -> None:
    domain = put_domain(cast.alpine, "one.example", in_days(40))
    price = {"total": Decimal("5.00"), "currency": "CHF"}
    legal = as_actor(cast.membership("legal"))
    switch_warranty(actor=legal, product_id=domain.pk, is_on=True, **price)
    switch_warranty(actor=legal, product_id=domain.pk, is_on=False)
    page = as_("legal").get(f"{PRODUCTS}{domain.pk}/warranty/").content.decode()
    assert "switching it on costs nothing" in page
    assert "Switch on for" not in page
    Product.objects.update(organization=cast.rival)
    theirs = as_("stranger")
    address = f"/o/rival/products/{domain.pk}/warranty/"
    assert (
        theirs.post(address, {"is_on": "yes", "total": "5.00", "currency": "CHF"}).status_code
        == 302
    )
    assert Product.objects.get().warranty
    assert Charge.objects.get().organization == cast.alpine
    assert [each.after.get("amount") for each in entries("warranty_switched")] == [
        "CHF 5.00",
        "",
        "",
    ]
