"""Search over everything finds products too, and only those that the person may see."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client

from products.models import Grant
from tests.conftest import Cast
from tests.products.conftest import put_product

pytestmark = [pytest.mark.django_db, pytest.mark.flow("G16.10")]
As = Callable[..., Client]


def found(client: Client, text: str) -> list[str]:
    """The names of the products that the page shows for these words."""
    page = client.get("/o/alpine/search/", {"q": text}).content.decode()
    part = page.partition('id="h-products"')[2].partition("</section>")[0]
    return re.findall(r'<a class="name" href="[^"]*">([^<]*)</a>', part)


def test_it_finds_a_product_by_parts_of_its_name(cast: Cast, as_: As) -> None:
    put_product(cast.alpine, "old-shop.example")
    put_product(cast.alpine, "Shop site", "web_hosting")
    put_product(cast.rival, "shop.rival.example")
    browser = as_("administrator")
    assert found(browser, "shop") == ["Shop site", "old-shop.example"]
    assert found(browser, "exa shop") == ["old-shop.example"]
    assert found(browser, "s") == []
    page = browser.get("/o/alpine/search/", {"q": "old-shop"}).content.decode()
    assert "Domain · Active" in page


@pytest.mark.parametrize("part", ["collaborator", "external", "partner_limited"])
def test_others_find_what_was_granted(part: str, cast: Cast, as_: As) -> None:
    mine = put_product(cast.alpine, "shop-mine.example")
    put_product(cast.alpine, "shop-hidden.example")
    holder = (
        {"contract": cast.alpine.partner_contracts.get(access="limited")}
        if part == "partner_limited"
        else {"membership": cast.membership(part)}
    )
    Grant.objects.create(
        organization=cast.alpine, product=mine, scope="product", given_by="Lara", **holder
    )
    assert found(as_(part), "shop") == ["shop-mine.example"]
