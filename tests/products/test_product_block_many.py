"""Blocking the management of many products at once, and opening it again."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from console.shell.models import AuditEntry, OutgoingLetter
from products.models import Product
from tests.conftest import Cast
from tests.products.conftest import Make
from tests.products.test_grant_reach import give
from tests.products.test_tag_attach import send

As = Callable[..., Client]
PRODUCTS = "/o/alpine/products/"


@pytest.fixture
def sites(cast: Cast, make_product: Make) -> list[Product]:
    """Two domains: Cora manages both, Emil sees the second."""
    found = [make_product(cast.alpine, f"{name}.example") for name in ("one", "two")]
    give(
        cast,
        membership=cast.membership("collaborator"),
        scope="type",
        type="domain",
        level="manage",
    )
    give(cast, membership=cast.membership("external"), scope="product", product=found[1])
    return found


def ticked(products: list[Product], **more: str) -> dict[str, object]:
    return {"selected": [each.pk for each in products], **more}


def state(products: list[Product]) -> list[bool]:
    rows = Product.objects.in_bulk([each.pk for each in products])
    return [rows[each.pk].blocked_at is not None for each in products]


@pytest.mark.flow("G3.1", "G3.5", "G3.6")
def test_all_that_are_ticked_are_blocked_and_opened(
    cast: Cast, as_: As, sites: list[Product]
) -> None:
    page = as_("administrator").get(f"{PRODUCTS}block/", ticked(sites)).content.decode()
    assert "The services of 2 products go on." in page
    assert "Cora Collaborator ALPINEMARK" in page
    assert "Emil External" not in page
    answer = as_("administrator").post(f"{PRODUCTS}block/", ticked(sites, reason="Audit"))
    assert answer.status_code == 302
    assert state(sites) == [True, True]
    assert send(as_("collaborator"), sites[0], name="after").status_code == 403
    entries = AuditEntry.objects.filter(event="products.product.blocked").order_by("number")
    assert [each.subject_name for each in entries] == ["one.example", "two.example"]
    assert {each.after["blocked_because"] for each in entries} == {"Audit"}

    assert as_("legal").post(f"{PRODUCTS}unblock/", ticked(sites)).status_code == 302
    assert state(sites) == [False, False]
    assert send(as_("collaborator"), sites[0], name="again").status_code == 302


@pytest.mark.flow("G3.4", "E3")
def test_each_reader_gets_one_letter_about_what_they_see(
    cast: Cast, as_: As, sites: list[Product]
) -> None:
    as_("legal").post(f"{PRODUCTS}block/", ticked(sites, reason="Audit"))
    letters = OutgoingLetter.objects.filter(event="products.product.blocked")
    both = letters.get(to=cast["collaborator"].email)
    assert both.subject == "The management of 2 products is blocked"
    for body in (both.text, both.html):
        assert "one.example" in body
        assert "two.example" in body
        assert "Audit" in body
    one = letters.get(to=cast["external"].email)
    assert one.subject == "The management of two.example is blocked"
    assert "one.example" not in one.text + one.html
    as_("legal").post(f"{PRODUCTS}unblock/", ticked(sites))
    opened = OutgoingLetter.objects.filter(event="products.product.unblocked")
    assert opened.get(to=cast["collaborator"].email).subject == (
        "The management of 2 products is open again"
    )
    assert opened.filter(to=cast["external"].email).count() == 1


def test_it_leaves_out_what_cannot_be_and_says_why(
    cast: Cast, as_: As, sites: list[Product], make_product: Make
) -> None:
    mail = make_product(cast.alpine, "Board mail", type="mail_service")
    as_("legal").post(f"{PRODUCTS}{sites[0].pk}/block/")
    everything = [*sites, mail]
    page = as_("legal").get(f"{PRODUCTS}block/", ticked(everything)).content.decode()
    assert "The service of 1 product goes on." in page
    assert "The management of this product is blocked already." in page
    assert "cannot be blocked" in page
    assert page.count('name="selected"') == 1
    # Whoever sends it all the same blocks nothing.
    answer = as_("legal").post(f"{PRODUCTS}block/", ticked(everything))
    assert answer.status_code == 422
    assert "Board mail: The management of a product of this type" in answer.content.decode()
    assert state(everything) == [True, False, False]
    closed = as_("legal").get(f"{PRODUCTS}unblock/", ticked([sites[1]])).content.decode()
    assert "The management of this product is not blocked." in closed
    assert 'name="selected"' not in closed


def test_what_is_not_ones_own_stays(
    cast: Cast, as_: As, sites: list[Product], make_product: Make
) -> None:
    foreign = make_product(cast.rival, "rivalmark.example")
    for verb in ("block", "unblock"):
        asked = ticked([*sites, foreign])
        assert as_("legal").post(f"{PRODUCTS}{verb}/", asked).status_code == 404
        assert as_("collaborator").post(f"{PRODUCTS}{verb}/", ticked(sites)).status_code == 403
    assert state([*sites, foreign]) == [False, False, False]
    assert "Nothing is ticked" in as_("legal").get(f"{PRODUCTS}block/").content.decode()


def test_twice_is_once(cast: Cast, as_: As, sites: list[Product]) -> None:
    for _time in (1, 2):
        assert as_("legal").post(f"{PRODUCTS}block/", ticked(sites)).status_code == 302
    assert AuditEntry.objects.filter(event="products.product.blocked").count() == 2
    assert OutgoingLetter.objects.filter(to=cast["collaborator"].email).count() == 1
