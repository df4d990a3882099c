"""axe finds nothing on any component, at rest and with its menu, dialog, error and toast open."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.browser import assert_accessible

pytestmark = pytest.mark.browser
Guide = Callable[..., Page]
THEMES = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
WIDTHS = pytest.mark.parametrize("width", [1440, 390])


@THEMES
@WIDTHS
def test_it_finds_nothing_at_rest(guide: Guide, dark: bool, width: int) -> None:
    assert_accessible(guide("?rows=40", dark=dark, width=width))


@THEMES
@WIDTHS
def test_it_finds_nothing_in_open_menus(guide: Guide, dark: bool, width: int) -> None:
    page = guide(dark=dark, width=width)
    page.get_by_label("Actions for Adrian Admin").click()
    expect(page.locator("#menu .item").first).to_be_focused()
    assert_accessible(page, sizes=False)
    assert_accessible(page, "#menu")
    page.keyboard.press("Escape")
    for name in ("switcher", "me"):
        page.locator(f".topbar [popovertarget={name}]").click()
        expect(page.locator(f"#{name} .item").first).to_be_visible()
        page.wait_for_load_state("networkidle")
        assert_accessible(page, f"#{name}")
        page.keyboard.press("Escape")


@THEMES
@WIDTHS
def test_it_finds_nothing_in_a_dialog_and_its_error(guide: Guide, dark: bool, width: int) -> None:
    page = guide("?rows=1", dark=dark, width=width)
    page.get_by_role("link", name="Open a dialog").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    assert_accessible(page)
    dialog.get_by_label("Name").fill("taken")
    dialog.get_by_role("button", name="Rename").click()
    expect(dialog.get_by_text("Another tag is called so.")).to_be_visible()
    assert_accessible(page)


@THEMES
def test_it_finds_nothing_in_empty_lists_toasts_and_reasons(guide: Guide, dark: bool) -> None:
    page = guide("?toast=1&rows=0", dark=dark, width=390)
    expect(page.locator("#toasts .toast")).to_have_count(2)
    page.locator("#closed button").first.focus()
    expect(page.get_by_role("tooltip").first).to_be_visible()
    assert_accessible(page, sizes=False)
    assert_accessible(page, "#toasts")


@pytest.mark.parametrize("rows", [0, 40])
def test_it_never_scrolls_sideways(guide: Guide, rows: int) -> None:
    page = guide(f"?rows={rows}")
    for width in (360, 390, 720, 1024, 1440, 2560):
        page.set_viewport_size({"width": width, "height": 900})
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_it_shows_the_theme_that_a_person_chose(guide: Guide) -> None:
    page = guide(dark=True)
    expect(page.locator("html")).not_to_have_attribute("data-theme", re.compile("."))
    page.locator(".topbar [popovertarget=me]").click()
    page.get_by_role("button", name="Light", exact=True).click()
    expect(page.locator("html")).to_have_attribute("data-theme", "light")
