"""Products are offered to another Organization and taken, in a browser."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from products.models import Grant, Product
from tests.browser import Visit, assert_accessible
from tests.conftest import Cast
from tests.products.conftest import put_product
from tests.products.holding import PRODUCTS, make_domain
from tests.products.moving import make_harbor, offered

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
As = Callable[..., Client]


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.mark.flow("GX.1")
def test_ticked_products_are_offered_by_a_link_and_taken(cast: Cast, visit: Visit, as_: As) -> None:
    domain = make_domain(cast.alpine, "one.example")
    put_product(cast.alpine, "Main site", type="web_hosting")
    put_product(cast.alpine, "Suite", type="suite")
    Grant.objects.create(
        organization=cast.alpine, product=domain, scope="product", given_by="Lara",
        membership=cast.membership("collaborator"),
    )  # fmt: skip
    page = visit(PRODUCTS, as_("legal"))
    for name in ("one.example", "Main site", "Suite"):
        page.get_by_label(f"Select {name}").check()
    page.get_by_role("button", name="Move", exact=True).click()
    expect(page.get_by_text("never moves to another organization")).to_be_visible()
    assert_accessible(page)
    picture(page, "move-closed")
    page.get_by_role("button", name="Go on with the 2 others").click()
    expect(page.get_by_text("Cora Collaborator ALPINEMARK")).to_be_visible()
    assert_accessible(page)
    page.emulate_media(color_scheme="dark")
    assert_accessible(page)
    picture(page, "move-offer-dark")
    page.emulate_media(color_scheme="light")
    page.get_by_role("button", name="Offer 2 products").click()
    expect(page.get_by_text("Accept the terms first.")).to_be_visible()
    page.get_by_label("A link to copy").check()
    page.get_by_label("I accept these terms").check()
    picture(page, "move-offer")
    page.get_by_role("button", name="Offer 2 products").click()
    link = page.get_by_role("textbox", name="Link of the offer").input_value()
    assert_accessible(page)
    picture(page, "move-link")
    page.get_by_role("link", name="I have copied it").click()
    expect(page.locator("#move-table").get_by_text("Waits for an answer")).to_be_visible()
    assert_accessible(page)
    picture(page, "move-list")
    assert link not in page.content()
    page.goto(f"{PRODUCTS}{domain.pk}/")
    expect(page.get_by_text("This product is on offer to another organization.")).to_be_visible()
    picture(page, "move-product")

    other = visit("/moves/" + link.rpartition("/moves/")[2], as_("stranger"), width=390)
    expect(other.get_by_role("heading", name="Products from Alpine ALPINEMARK")).to_be_visible()
    assert other.url.endswith("/moves/")
    assert_accessible(other)
    picture(other, "move-answer-390")
    other.get_by_role("button", name="Accept 2 products").click()
    expect(other.locator("#toasts")).to_contain_text("2 products are now in Rival RIVALMARK.")
    expect(other.get_by_role("link", name="one.example").first).to_be_visible()
    assert Product.objects.filter(organization=cast.rival).count() == 2
    page.goto(f"{PRODUCTS}moves/")
    expect(page.locator("#move-table").get_by_text("Accepted", exact=True)).to_be_visible()


@pytest.mark.flow("GX.1")
def test_it_goes_to_an_organization_of_mine_without_scripts(
    cast: Cast, visit: Visit, as_: As
) -> None:
    harbor = make_harbor(cast["legal"])
    product = make_domain(cast.alpine, "one.example")
    page = visit(f"{PRODUCTS}{product.pk}/move/", as_("legal"), scripts=False, width=390)
    page.get_by_label("To another organization of mine").check()
    page.locator("select[name=receiver]").select_option("harbor")
    page.get_by_label("I accept these terms").check()
    page.get_by_role("button", name="Offer 1 product").click()
    expect(page.locator("#toasts")).to_contain_text("Offered to Harbor HARBORMARK")
    page.goto("/o/harbor/")
    expect(page.get_by_text("1 offer of products waits for an answer").first).to_be_visible()
    page.goto("/o/harbor/products/moves/")
    picture(page, "move-list-390")
    page.get_by_role("link", name="Look at the offer of Alpine ALPINEMARK").click()
    picture(page, "move-receive-390")
    page.get_by_role("button", name="Accept 1 product").click()
    expect(page.locator("#toasts")).to_contain_text("1 product is now in Harbor HARBORMARK.")
    product.refresh_from_db()
    assert product.organization == harbor


@pytest.mark.flow("GX.1")
def test_an_offer_is_withdrawn_from_the_page_of_the_product(
    cast: Cast, visit: Visit, as_: As
) -> None:
    product = make_domain(cast.alpine, "one.example")
    token = offered(as_("administrator"), product)
    page = visit(f"{PRODUCTS}{product.pk}/", as_("legal"))
    page.get_by_role("link", name="Withdraw the offer").click()
    dialog = page.get_by_role("dialog", name="Withdraw the offer")
    assert_accessible(page, "dialog")
    picture(page, "move-withdraw")
    dialog.get_by_role("button", name="Withdraw the offer").dblclick()
    expect(page.get_by_text("This product is on offer")).to_have_count(0)
    stranger = as_("stranger")
    stranger.get(f"/moves/{token}/")
    assert stranger.get("/moves/").status_code == 410
