"""The search box by keyboard, in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from tests.browser import Visit, assert_accessible
from tests.conftest import Cast
from tests.journeys.hands import CORA

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
As = Callable[..., Client]


def open_box(page: Page, text: str) -> None:
    """Ctrl K and some words."""
    page.keyboard.press("Control+k")
    expect(page.get_by_label("Search everything")).to_be_focused()
    page.keyboard.type(text)


def test_it_goes_to_a_person_by_keyboard_alone(cast: Cast, as_: As, visit: Visit) -> None:
    page = visit("/o/alpine/", as_("administrator"))
    open_box(page, "cora")
    first = page.get_by_role("option", name=CORA).first
    expect(first).to_have_attribute("aria-selected", "true")
    box = page.get_by_label("Search everything")
    expect(box).to_have_attribute("aria-expanded", "true")
    expect(box).to_have_attribute("aria-activedescendant", first.get_attribute("id") or "?")
    assert_accessible(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=CORA)).to_be_visible()


def test_it_opens_a_change_in_place_and_gives_the_focus_back(
    cast: Cast, as_: As, visit: Visit
) -> None:
    page = visit("/o/alpine/", as_("administrator"))
    open_box(page, "role cora")
    expect(page.get_by_role("option", name="Modify the role").first).to_be_visible()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog", name=f"Modify the role of {CORA}")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_label("Search everything")).to_be_focused()


def test_the_arrows_choose_and_escape_keeps_the_words(cast: Cast, as_: As, visit: Visit) -> None:
    page = visit("/o/alpine/", as_("administrator"))
    open_box(page, "legal")
    options = page.get_by_role("option")
    expect(options.nth(1)).to_be_visible()
    page.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")
    expect(options.last).to_have_attribute("aria-selected", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#found")).to_be_hidden()
    expect(page.get_by_label("Search everything")).to_have_value("legal")


def test_it_says_when_nothing_is_found(cast: Cast, as_: As, visit: Visit) -> None:
    page = visit("/o/alpine/", as_("administrator"))
    open_box(page, "zzzz")
    expect(page.locator("#found")).to_contain_text("Nothing found for “zzzz”")
    assert_accessible(page)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Found for “zzzz”")).to_be_visible()


def test_it_works_without_scripts(cast: Cast, as_: As, visit: Visit) -> None:
    page = visit("/o/alpine/", as_("administrator"), scripts=False)
    page.get_by_label("Search everything").fill("cora")
    page.keyboard.press("Enter")
    page.get_by_role("link", name=CORA).first.click()
    expect(page.get_by_role("heading", name=CORA)).to_be_visible()


def test_a_narrow_screen_has_a_box_on_the_page_of_the_search(
    cast: Cast, as_: As, visit: Visit
) -> None:
    page = visit("/o/alpine/", as_("administrator"), width=390)
    page.get_by_role("link", name="Search", exact=True).click()
    box = page.get_by_role("searchbox", name="Search everything")
    box.fill("cora")
    expect(page.get_by_role("link", name=CORA).first).to_be_visible()
    expect(page).to_have_url(re.compile(r"/o/alpine/search/\?q=cora$"))
    assert_accessible(page)
