"""Holder, managing Organization and payer: what differs, the history, the statement to print."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from products.models import Ownership, ProductIdentifier
from tests.conftest import Cast
from tests.products.conftest import Make, make_contact
from tests.products.test_grant_reach import give

As = Callable[..., Client]
PRODUCTS = "/o/alpine/products/"


@pytest.mark.flow("G4.1", "G4.4", "G4.5")
def test_the_statement_names_the_three_and_says_what_counts(
    cast: Cast, as_: As, make_product: Make
) -> None:
    product = make_product(cast.alpine, "one.example", payer=cast.agency)
    for fact, name in (("holder", "Holder ALPINEMARK"), ("payer", cast.agency.name)):
        Ownership.objects.create(
            organization=cast.alpine,
            product=product,
            fact=fact,
            name=name,
            changed_by="Lara Legal",
        )
    page = as_("legal").get(f"{PRODUCTS}{product.pk}/ownership/").content.decode()
    words = " ".join(page.split())
    assert "by Lara Legal ALPINEMARK" in words
    assert "Only the holder" not in words
    assert "In a dispute only the holder named here is recognized." in words
    assert "Paying its invoices, now or in the past, makes nobody its owner" in words
    assert words.count("not the managing organization") == 2
    assert "Street 1" in words
    assert cast.agency.name in words


@pytest.mark.flow("G4.4")
def test_whoever_sees_the_product_sees_the_holder_but_not_the_card(
    cast: Cast, as_: As, make_product: Make
) -> None:
    product = make_product(cast.alpine, "one.example")
    client = as_("collaborator")
    assert client.get(f"{PRODUCTS}{product.pk}/ownership/").status_code == 404
    give(cast, membership=cast.membership("collaborator"), scope="product", product=product)
    page = client.get(f"{PRODUCTS}{product.pk}/ownership/").content.decode()
    assert "Holder ALPINEMARK" in page
    assert "Street 1" not in page
    assert "contacts/check" not in client.get(f"{PRODUCTS}{product.pk}/").content.decode()


@pytest.mark.flow("G4.2", "G4.3")
def test_the_page_flags_what_differs_and_leads_to_the_details(
    cast: Cast, as_: As, make_product: Make
) -> None:
    own = make_contact(cast.alpine)
    own.company = cast.alpine.name
    own.save(update_fields=["company"])
    same = make_product(cast.alpine, "same.example", holder=own)
    other = make_product(cast.alpine, "other.example", payer=cast.agency)
    client = as_("legal")
    page = client.get(f"{PRODUCTS}{same.pk}/").content.decode()
    assert "all three are the same" in page
    assert ">differs<" not in page
    page = client.get(f"{PRODUCTS}{other.pk}/").content.decode()
    assert page.count(">differs<") == 2
    assert "/o/alpine/contacts/check/" in page
    assert f"{other.pk}/ownership/" in page


@pytest.mark.flow("G14.5")
def test_identifiers_have_passwords_of_their_own(cast: Cast, as_: As, make_product: Make) -> None:
    product = make_product(cast.alpine, "Main site", type="web_hosting")
    sentence = "Each of these names has a password of its own"
    assert sentence not in as_("legal").get(f"{PRODUCTS}{product.pk}/").content.decode()
    for kind in ("ftp", "mysql", "ssh", "webdav"):
        ProductIdentifier.objects.create(
            organization=cast.alpine, product=product, kind=kind, value=f"main-{kind}"
        )
    page = as_("legal").get(f"{PRODUCTS}{product.pk}/").content.decode()
    assert sentence in page
    for kind in ("ftp", "mysql", "ssh", "webdav"):
        assert f"main-{kind}" in page
