"""The ⋮ menu: one popover, arrow keys, and a page of the same actions without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Guide = Callable[..., Page]


def test_it_is_walked_by_arrow_keys_and_left_by_escape(guide: Guide) -> None:
    page = guide()
    button = page.get_by_label("Actions for Lara Legal")
    button.focus()
    page.keyboard.press("ArrowDown")
    items = page.locator("#menu .item")
    expect(items.nth(0)).to_be_focused()
    for key, place in (("ArrowDown", 1), ("End", 3), ("ArrowDown", 0), ("ArrowUp", 3), ("Home", 0)):
        page.keyboard.press(key)
        expect(items.nth(place)).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "true")
    page.keyboard.press("Escape")
    expect(page.locator("#menu")).to_be_hidden()
    expect(button).to_be_focused()
    expect(button).to_have_attribute("aria-expanded", "false")


def test_it_lets_a_closed_entry_take_the_focus_and_do_nothing(guide: Guide) -> None:
    page = guide()
    page.get_by_label("Actions for Lara Legal").click()
    closed = page.locator("#menu").get_by_text("Activate maintenance")
    expect(closed).to_be_visible()
    closed.click()
    expect(page.locator("#menu")).to_be_visible()
    assert page.url.endswith("/styleguide/")


def test_it_is_a_page_without_scripts(guide: Guide) -> None:
    page = guide(scripts=False)
    page.get_by_label("Actions for Lara Legal").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Actions for this tag")
    expect(page.get_by_role("link", name="Rename the tag")).to_be_visible()


def test_it_fills_the_switcher_when_it_opens(guide: Guide) -> None:
    page = guide()
    page.locator(".topbar [popovertarget=switcher]").click()
    expect(page.locator("#switcher").get_by_text("Alpine ALPINEMARK")).to_be_visible()
