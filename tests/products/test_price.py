"""The price list: each figure with its source, a wrong line named, nothing made up."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from pytest_django import Settings

from orgs.models import Organization
from products.catalog.prices import (
    COLUMNS,
    CURRENCIES,
    currency_of,
    price_of,
    prices,
    read_prices,
    terms_of,
)
from products.catalog.tables import DATA, WrongFact

HEAD = ",".join(COLUMNS)
LINE = "domain,ch,renew,1,13.50,CHF,https://registrar.example/prices,2026-11-23"


def write(tmp_path: Path, *lines: str) -> Path:
    path = tmp_path / "own.csv"
    path.write_text("\n".join(["# ours", HEAD, *lines]))
    return path


def test_it_knows_what_registrars_publish_with_the_source() -> None:
    found = price_of("domain", "alpine.CH", "renew", currency="CHF")
    assert found
    assert (found.amount, found.currency) == (Decimal("13.50"), "CHF")
    assert found.source == "https://www.inwx.ch/de/ch-domain"
    assert found.read_on == date(2026, 11, 23)
    assert all(each.source.startswith("https://") for each in prices().values())


def test_it_makes_nothing_up() -> None:
    assert price_of("domain", "alpine.ch", "renew", currency="EUR") is None
    assert price_of("domain", "alpine.example", "renew", currency="CHF") is None
    assert price_of("web_hosting", "Main site", "renew", currency="CHF") is None


def test_a_purpose_that_is_none_is_loud() -> None:
    with pytest.raises(LookupError):
        price_of("domain", "alpine.ch", "renewal", currency="CHF")


def test_more_years_cost_their_own_line_or_so_many_times_one(
    settings: Settings, tmp_path: Path
) -> None:
    hosting = LINE.replace("domain,ch,renew,1,13.50", "web_hosting,,renew,1,100.00")
    settings.PRICES = str(write(tmp_path, LINE, hosting, hosting.replace("1,100.00", "3,270.00")))
    three = price_of("domain", "alpine.ch", "renew", currency="CHF", years=3)
    assert three
    assert three.amount == Decimal("40.50")
    own = price_of("web_hosting", "Main site", "renew", currency="CHF", years=3)
    assert own
    assert own.amount == Decimal("270.00")
    assert terms_of("web_hosting", "renew", currency="CHF") == [1, 3]


def test_a_list_of_the_operator_replaces_the_packaged_one(
    settings: Settings, tmp_path: Path
) -> None:
    settings.PRICES = str(write(tmp_path, LINE.replace("13.50", "9.00")))
    found = price_of("domain", "alpine.ch", "renew", currency="CHF")
    assert found
    assert found.amount == Decimal("9.00")
    assert price_of("domain", "alpine.swiss", "renew", currency="CHF") is None


def test_the_demonstration_has_prices_of_its_own(settings: Settings) -> None:
    settings.DEMO_MODE = True
    for currency in CURRENCIES:
        found = price_of("domain", "alpine.example", "restore", currency=currency)
        assert found
        assert found.source == "https://demo.example/prices"
    assert price_of("domain", "alpine.ch", "renew", currency="CHF")
    settings.DEMO_MODE = False
    assert price_of("domain", "alpine.example", "restore", currency="CHF") is None


@pytest.mark.parametrize(
    ("line", "why"),
    [
        (LINE.replace("13.50", "13.505"), "amount must be an amount with two decimals"),
        (LINE.replace("13.50", "-1"), "amount must be an amount with two decimals"),
        (LINE.replace("13.50", "1E+3"), "amount must be an amount with two decimals"),
        (LINE.replace("13.50", "1E+400"), "amount must be an amount with two decimals"),
        (LINE.replace("13.50", "-0"), "amount must be an amount with two decimals"),
        (LINE.replace("13.50", "NaN"), "amount must be an amount with two decimals"),
        (LINE.replace("13.50", "100000000"), "amount must be less than 100000000"),
        (LINE.replace("13.50", "free"), "amount must be an amount, not 'free'"),
        (LINE.replace("CHF", "USD"), "currency says 'USD'"),
        (LINE.replace("https://", f"https://{'x' * 300}."), "source has more than 300 characters"),
        (LINE.replace("https", "http"), "source must be an https address"),
        (LINE.replace("2026-11-23", "today"), "read_on must be a day"),
        (LINE.replace("renew", "keep"), "purpose says 'keep'"),
        (LINE.replace("renew,1", "renew,0"), "years must be a whole number from 1"),
        (LINE.replace("domain,ch", "domain,"), "extension is empty"),
        (LINE.replace("domain,ch", "domain,.ch"), "extension must be letters without a dot"),
        (LINE.replace("domain,ch", "web_hosting,ch"), "only a domain has an extension"),
        (LINE.replace("domain,ch", "yacht,"), "type says 'yacht'"),
        (LINE, "this price stands there twice"),
    ],
)
def test_it_says_which_line_is_wrong(tmp_path: Path, line: str, why: str) -> None:
    path = write(tmp_path, LINE, line)
    with pytest.raises(WrongFact) as wrong:
        read_prices([path])
    assert str(wrong.value).startswith("own.csv, line 4: ")
    assert why in str(wrong.value)


def test_the_packaged_lists_are_right() -> None:
    assert read_prices([DATA / "prices.csv", DATA / "demo_prices.csv"])


@pytest.mark.parametrize(
    ("country", "currency"), [("CH", "CHF"), ("LI", "CHF"), ("DE", "EUR"), ("US", "EUR")]
)
def test_the_country_decides_the_currency(country: str, currency: str) -> None:
    assert currency_of(Organization(country=country)) == currency
