"""Another holder for several domains in a browser; then the lock and the code of one."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect
from pytest_django import Settings

from products.catalog.prices import DEMO
from products.catalog.tables import DATA
from products.models import Domain, Product, RegistryName
from tests.browser import Visit, assert_accessible
from tests.conftest import Cast
from tests.products.conftest import put_product
from tests.products.holding import CARD, PRODUCTS, carry_out, make_card, make_domain

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
As = Callable[..., Client]


@pytest.fixture(autouse=True)
def _prices(settings: Settings) -> None:
    settings.PRICES = str(DATA / DEMO)


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


def fill_card(page: Page, **more: str) -> None:
    for name, value in {**CARD, **more}.items():
        if name not in {"kind", "country"}:
            page.locator(f"[name={name}]").fill(value)


@pytest.mark.flow("G4.6")
def test_ticked_domains_get_another_holder(cast: Cast, visit: Visit, as_: As) -> None:
    for name in ("one.example", "two.example", "dear.unpriced"):
        make_domain(cast.alpine, name)
    put_product(cast.alpine, "Main site", type="web_hosting")
    page = visit(PRODUCTS, as_("administrator"))
    for name in ("one.example", "two.example", "dear.unpriced", "Main site"):
        page.get_by_label(f"Select {name}").check()
    page.get_by_role("button", name="Change the holder").click()
    expect(page.get_by_text("Of 4 products")).to_be_visible()
    page.get_by_role("button", name="Add a new card").click()
    fill_card(page, phone="none")
    page.get_by_role("button", name="Add the card and go on").click()
    expect(page.get_by_text("This is no phone number.")).to_be_visible()
    expect(page.get_by_label("Company", exact=False).last).to_be_visible()
    assert page.locator("[name=company]").input_value() == CARD["company"]
    assert_accessible(page)
    page.locator("[name=phone]").fill(CARD["phone"])
    page.get_by_role("button", name="Add the card and go on").click()

    expect(page.get_by_text("under .unpriced is not known here")).to_be_visible()
    assert_accessible(page)
    picture(page, "holder-closed")
    page.get_by_role("button", name="Go on with the 3 others").click()
    expect(page.get_by_role("button", name="Change the holder for CHF 80.00")).to_be_visible()
    assert_accessible(page)
    picture(page, "holder-fees")
    page.get_by_role("button", name="Change the holder for CHF 80.00").click()
    toasts = page.locator("#toasts")
    expect(toasts).to_contain_text("The change of holder of 2 domains is ordered")
    expect(toasts).to_contain_text("Glacier Ltd is now the holder of 1 product.")

    one = Product.objects.get(name="one.example")
    page.goto(f"{PRODUCTS}{one.pk}/")
    expect(page.get_by_text("ordered a change of holder to Glacier Ltd")).to_be_visible()
    assert_accessible(page)
    picture(page, "holder-pending")
    assert carry_out() == 2
    page.reload()
    expect(page.get_by_text("ordered a change of holder to Glacier Ltd")).to_have_count(0)
    expect(page.locator(".parties")).to_contain_text("Glacier Ltd")
    page.get_by_role("link", name="Statement to print").click()
    expect(page.get_by_text("The product belongs to its holder, Glacier Ltd.")).to_be_visible()
    page.emulate_media(media="print")
    expect(page.locator(".sidebar")).to_be_hidden()
    expect(page.get_by_text("Print it with your browser")).to_be_hidden()
    picture(page, "statement-print")


@pytest.mark.flow("G4.6")
def test_it_goes_without_scripts_and_on_a_phone(cast: Cast, visit: Visit, as_: As) -> None:
    product, card = make_domain(cast.alpine, "one.example"), make_card(cast.alpine)
    page = visit(f"{PRODUCTS}{product.pk}/", as_("legal"), scripts=False, width=390)
    page.get_by_role("link", name="Change the holder").first.click()
    page.get_by_role("searchbox", name="Name, company or e-mail contains").fill("glacier")
    page.get_by_role("button", name="Search", exact=True).click()
    page.get_by_role("radio", name="Glacier Ltd").check()
    page.get_by_role("button", name="See the fees").click()
    picture(page, "holder-fees-390")
    page.get_by_role("button", name="Change the holder for CHF 40.00").click()
    expect(page.locator("#toasts")).to_contain_text("The change of holder of 1 domain is ordered")
    carry_out()
    product.refresh_from_db()
    assert product.holder == card


def test_the_code_is_gone_once_the_dialog_is_closed(cast: Cast, visit: Visit, as_: As) -> None:
    product = make_domain(cast.alpine, "one.example")
    page = visit(f"{PRODUCTS}{product.pk}/", as_("legal"))
    page.get_by_role("link", name="Unlock").click()
    dialog = page.get_by_role("dialog", name="Unlock one.example")
    assert_accessible(page, "dialog")
    dialog.get_by_role("button", name="Unlock the domain").click()
    expect(page.get_by_text("The registry is asked to open it.")).to_be_visible()
    carry_out()
    assert not Domain.objects.get().is_locked

    page.reload()
    page.get_by_role("link", name="Authorization code").click()
    dialog = page.get_by_role("dialog", name="Authorization code of one.example")
    dialog.get_by_role("button", name="Show the code").click()
    shown = dialog.get_by_role("textbox", name="Authorization code")
    expect(shown).to_be_visible()
    code = RegistryName.objects.get().authorization_code
    assert shown.input_value() == code
    assert_accessible(page, "dialog")
    picture(page, "code")
    dialog.get_by_role("link", name="I have noted it").click()
    # A closed dialog is out of sight at once; what it held goes in the event that follows.
    expect(page.locator("#dialog")).to_be_empty()
    assert code not in page.content()
    stored = "JSON.stringify([{...localStorage}, {...sessionStorage}])"
    assert code not in page.evaluate(stored)
    page.reload()
    assert code not in page.content()
