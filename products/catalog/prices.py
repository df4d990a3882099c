"""What a step costs; each figure with its source and the day it was read.

`products/data/prices.csv` holds figures that registrars publish. An operator names a file of
their own by the setting PRICES, which takes its place whole. A figure that is not in the table is
not known: the step is then refused, and nothing is guessed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path

from django.conf import settings

from orgs.models import Organization
from products.catalog.tables import DATA, Fact, read_table
from products.catalog.types import catalog

COLUMNS = ("type", "extension", "purpose", "years", "amount", "currency", "source", "read_on")
PURPOSES = ("register", "renew", "restore", "transfer", "holder", "warranty")
CURRENCIES = ("CHF", "EUR")
IN_FRANCS = frozenset({"CH", "LI"})
DEMO = "demo_prices.csv"
# What a charge can hold (products.models.charges): a bill of ten years, and where it comes from.
MOST = Decimal(100_000_000)
LONGEST_SOURCE = 300

# Type, extension, purpose, years, currency.
type Key = tuple[str, str, str, int, str]


@dataclass(frozen=True, slots=True)
class Price:
    """An amount in its currency, without value added tax, and where it comes from."""

    amount: Decimal
    currency: str
    source: str
    read_on: date

    def __str__(self) -> str:
        return f"{self.currency} {self.amount:,.2f}"


def price_of(type: str, name: str, purpose: str, *, currency: str, years: int = 1) -> Price | None:
    """What `purpose` costs for a product of that type; None when no price is known.

    For a domain the extension of `name` decides. So many years cost what their own line says, or
    else that many times the line of one year. What is paid once whatever the time (`restore`,
    `holder`) is asked for with one year.
    """
    if purpose not in PURPOSES:
        raise LookupError(purpose)
    extension = name.rpartition(".")[2].lower() if type == "domain" else ""
    known = prices()
    exact = known.get((type, extension, purpose, years, currency))
    if exact is not None:
        return exact
    one = known.get((type, extension, purpose, 1, currency))
    return replace(one, amount=one.amount * years) if one else None


def terms_of(type: str, purpose: str, *, currency: str) -> list[int]:
    """The numbers of years that have a line of their own, for what has no extension."""
    return sorted(
        years
        for kind, extension, for_what, years, money in prices()
        if (kind, extension, for_what, money) == (type, "", purpose, currency)
    )


def currency_of(organization: Organization) -> str:
    """The country of the Organization decides: CHF in Switzerland and Liechtenstein, else EUR."""
    return "CHF" if organization.country in IN_FRANCS else "EUR"


def prices() -> Mapping[Key, Price]:
    """The prices of this console; read once. A demonstration adds some of its own."""
    paths = [Path(settings.PRICES) if settings.PRICES else DATA / "prices.csv"]
    if settings.DEMO_MODE:
        paths.append(DATA / DEMO)
    return _cached(*dict.fromkeys(paths))


def read_prices(paths: Sequence[Path]) -> dict[Key, Price]:
    """Read the tables one after the other; raises `WrongFact` with the line that cannot be true."""
    found: dict[Key, Price] = {}
    for path in paths:
        for fact in read_table(path.name, COLUMNS, folder=path.parent):
            key = _key(fact)
            price = Price(_amount(fact), key[-1], _source(fact), fact.day())
            if found.setdefault(key, price) is not price:
                raise fact.wrong("this price stands there twice")
    return found


@cache
def _cached(*paths: Path) -> Mapping[Key, Price]:
    return read_prices(paths)


def _amount(fact: Fact) -> Decimal:
    """As a charge can hold it, for the most years too."""
    amount = fact.money("amount")
    if amount >= MOST:
        raise fact.wrong(f"amount must be less than {MOST}, not {amount}")
    return amount


def _source(fact: Fact) -> str:
    source = fact.source()
    if len(source) > LONGEST_SOURCE:
        raise fact.wrong(f"source has more than {LONGEST_SOURCE} characters")
    return source


def _key(fact: Fact) -> Key:
    kind = fact.one_of("type", catalog().types)
    extension = fact.text("extension", empty=kind != "domain")
    if kind != "domain" and extension:
        raise fact.wrong("only a domain has an extension")
    if extension and not (extension.isascii() and extension.isalnum() and extension.islower()):
        raise fact.wrong(f"extension must be letters without a dot, not {extension!r}")
    purpose = fact.one_of("purpose", PURPOSES)
    years = fact.number("years", least=1)
    return kind, extension, purpose, years, fact.one_of("currency", CURRENCIES)
