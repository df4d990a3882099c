"""Dialogs: focus goes in and comes back, nothing typed is lost, and a page stands in for each."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.browser
Guide = Callable[..., Page]


def test_it_takes_the_focus_and_gives_it_back_by_keyboard_alone(guide: Guide) -> None:
    page = guide()
    opener = page.get_by_role("link", name="Open a dialog")
    opener.focus()
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Rename the tag")
    expect(dialog.get_by_label("Name")).to_be_focused()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(opener).to_be_focused()


def test_it_keeps_what_was_typed_and_goes_to_what_is_wrong(guide: Guide) -> None:
    page = guide()
    page.get_by_role("link", name="Open a dialog").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("taken")
    page.keyboard.press("Enter")
    expect(dialog.get_by_text("Another tag is called so.")).to_be_visible()
    expect(dialog.get_by_label("Name")).to_be_focused()
    expect(dialog.get_by_label("Name")).to_have_value("taken")
    dialog.get_by_role("link", name="Cancel").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("link", name="Open a dialog")).to_be_focused()


def test_it_returns_to_the_button_of_the_menu_it_came_from(guide: Guide) -> None:
    page = guide()
    button = page.get_by_label("Actions for Adrian Admin")
    button.focus()
    page.keyboard.press("Enter")
    expect(page.locator("#menu .item").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_label("Name")).to_be_focused()
    page.get_by_role("dialog").get_by_label("Close").click()
    expect(button).to_be_focused()


def test_it_closes_when_the_change_was_made(guide: Guide) -> None:
    page = guide()
    page.get_by_role("link", name="Open a dialog").click()
    page.get_by_role("dialog").get_by_label("Name").fill("fresh")
    page.keyboard.press("Enter")
    expect(page.locator("#toasts").get_by_text("The tag has its new name.")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)


def test_it_has_a_page_that_works_without_scripts(guide: Guide) -> None:
    page = guide(scripts=False)
    page.get_by_role("link", name="Open a dialog").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Rename the tag")
    page.get_by_label("Name").fill("taken")
    page.get_by_role("button", name="Rename").click()
    expect(page.get_by_text("Another tag is called so.")).to_be_visible()
    expect(page.get_by_label("Name")).to_have_value("taken")
    page.get_by_label("Name").fill("fresh")
    page.get_by_role("button", name="Rename").click()
    expect(page.get_by_text("The tag has its new name.")).to_be_visible()


def test_its_page_answers_in_place_with_scripts_too(guide: Guide) -> None:
    page = guide("dialog/")
    page.get_by_label("Name").fill("taken")
    page.get_by_role("button", name="Rename").click()
    expect(page.get_by_text("Another tag is called so.")).to_be_visible()
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.get_by_label("Name")).to_be_focused()
