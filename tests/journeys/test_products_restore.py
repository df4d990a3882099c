"""Restoring a lost domain in a browser: marked in the list, priced, ordered, back (G9.7)."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from products.models import Charge, Product
from tests.browser import Visit, assert_accessible
from tests.conftest import Cast
from tests.products.conftest import *  # noqa: F403 -- the price list of the tests
from tests.products.renewing import PRODUCTS, at_the_registry, in_days, put_domain

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("priced"),
]
As = Callable[..., Client]


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.fixture
def lost(cast: Cast) -> Product:
    return put_domain(cast.alpine, "lost.example", in_days(-60), status="redemption")


@pytest.mark.flow("G9.2", "G9.7")
def test_a_lost_domain_is_found_in_the_list_and_restored(
    cast: Cast, visit: Visit, as_: As, lost: Product
) -> None:
    page = visit(PRODUCTS, as_("legal"))
    row = page.get_by_role("row").filter(has_text="lost")
    expect(row.get_by_text("In redemption")).to_be_visible()
    row.get_by_role("link", name="lost.example").first.click()
    expect(page.get_by_text("This domain ran out and can only be restored.")).to_be_visible()
    assert_accessible(page)
    picture(page, "lost")
    page.get_by_role("link", name="Restore", exact=True).click()
    dialog = page.get_by_role("dialog", name="Restore lost.example")
    expect(dialog.get_by_text("Fee for restoring")).to_be_visible()
    assert_accessible(page, "dialog")
    picture(page, "restore")

    tab = visit(f"{PRODUCTS}{lost.pk}/restore/", as_("administrator"))
    dialog.get_by_role("button", name="Restore for CHF 130.00").dblclick()
    expect(page.get_by_text("This domain is being restored.")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    tab.get_by_role("button", name="Restore for CHF 130.00").click()
    expect(tab.get_by_text("Nothing is paid twice.")).to_be_visible()
    assert Charge.objects.count() == 1


@pytest.mark.flow("G9.7")
def test_it_goes_without_scripts_and_on_a_phone(
    cast: Cast, visit: Visit, as_: As, lost: Product
) -> None:
    page = visit(f"{PRODUCTS}{lost.pk}/", as_("administrator"), scripts=False, width=390)
    page.get_by_role("link", name="Restore", exact=True).click()
    picture(page, "restore-390")
    page.get_by_role("button", name="Restore for CHF 130.00").click()
    expect(page.locator("#toasts")).to_contain_text("Restoring lost.example is ordered.")
    at_the_registry()
    page.reload()
    expect(page.get_by_text("This domain is being restored.")).to_have_count(0)
