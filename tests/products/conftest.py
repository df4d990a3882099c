"""Products for the cast: some of each type, in `alpine` and next door."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from pytest_django import Settings

from orgs.models import Organization
from orgs.names import fold, fold_for_search
from products.catalog.tables import DATA
from products.models import Contact, Product

Make = Callable[..., Product]


def make_contact(organization: Organization, name: str = "Holder") -> Contact:
    """A card whose words bear the Organization's marker."""
    return Contact.objects.create(
        organization=organization,
        full_name=f"{name} {organization.name.split()[-1]}",
        street="Street 1",
        postal_code="8000",
        city="Zurich",
        country="CH",
        phone="+41441234567",
        email="holder@example.com",
    )


def put_product(
    organization: Organization, name: str, type: str = "domain", **more: Any
) -> Product:
    """A product of that name and type, with a card of its own unless it has a `holder`."""
    holder = more.pop("holder", None) or make_contact(organization)
    return Product.objects.create(
        organization=organization,
        type=type,
        name=name,
        holder=holder,
        sort_name=fold(name),
        search_text=fold_for_search(name),
        **more,
    )


@pytest.fixture
def make_product(db: None) -> Make:
    """`make_product(alpine, "alpine.example")` is a domain; `type=` another kind."""
    return put_product


@pytest.fixture
def priced(settings: Settings) -> None:
    """The price list of the demonstration: `.example` and every type that is renewed."""
    settings.PRICES = str(DATA / "demo_prices.csv")
