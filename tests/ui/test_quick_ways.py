"""Ticks, switches, toasts, failures and the search key, in a browser."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, Route, expect

from tests.browser import Visit

pytestmark = pytest.mark.browser
Guide = Callable[..., Page]


def test_it_shows_the_bulk_bar_while_something_is_ticked(guide: Guide) -> None:
    page = guide()
    bar, ticks = page.locator(".bulkbar"), page.locator(".tick")
    expect(bar).to_be_hidden()
    ticks.nth(1).click()
    ticks.nth(4).click(modifiers=["Shift"])
    expect(bar.get_by_text("4 selected")).to_be_visible()
    page.get_by_label("Select all on this page").check()
    expect(bar.get_by_text("6 selected")).to_be_visible()
    bar.get_by_role("button", name="Clear").click()
    expect(bar).to_be_hidden()
    expect(ticks.first).to_be_focused()


def test_it_shows_the_bulk_bar_without_scripts(guide: Guide) -> None:
    page = guide(scripts=False)
    page.locator(".tick").first.click()
    expect(page.locator(".bulkbar")).to_be_visible()
    expect(page.get_by_label("Select all on this page")).to_be_hidden()


def test_it_saves_a_switch_and_says_so_beside_it(guide: Guide) -> None:
    page = guide()
    page.get_by_label("Mail when an invoice is issued").uncheck()
    expect(page.locator("output[for=w1]")).to_have_text("Saved")


def test_it_sets_a_refused_switch_back(guide: Guide) -> None:
    page = guide()
    page.locator("#w2").click()
    expect(page.locator("output[for=w2]")).to_have_text("Not saved, and switched back")
    expect(page.locator("#w2")).not_to_be_checked()


def test_it_says_beside_a_closed_switch_why_and_leaves_it(guide: Guide) -> None:
    page = guide()
    page.locator("#w5").focus()
    page.keyboard.press("Space")
    expect(page.locator("#w5")).not_to_be_checked()


def test_it_says_why_on_focus_and_hides_the_reason_on_escape(guide: Guide) -> None:
    page = guide()
    page.locator("#closed button").first.focus()
    reason = page.locator("#closed [role=tooltip]").first
    expect(reason).to_contain_text("Only administrators and legal representatives block a product.")
    expect(reason).to_contain_text("Lara Legal or Adrian Admin can.")
    expect(reason).to_be_visible()
    page.keyboard.press("Escape")
    expect(reason).to_be_hidden()


def test_it_dismisses_a_toast(guide: Guide) -> None:
    page = guide("?toast=1")
    toasts = page.locator("#toasts .toast")
    expect(toasts).to_have_count(2)
    toasts.first.get_by_label("Dismiss").click()
    expect(toasts).to_have_count(1)


@pytest.mark.parametrize("failure", ["network", "mistake"])
def test_it_keeps_what_was_typed_when_the_console_does_not_answer(
    viewer: Client, transactional_db: None, visit: Visit, failure: str
) -> None:
    expected = ("net::ERR", "503", "htmx:")
    page = visit("/styleguide/", viewer, expected=expected)

    def fail(route: Route) -> None:
        if route.request.method == "GET":
            route.continue_()
        elif failure == "network":
            route.abort()
        else:
            route.fulfill(status=503, headers={"X-Request-ID": "4711"}, body="broken")

    # From before the dialog on, so that no request slips past it.
    page.route("**/styleguide/dialog/", fail)
    page.get_by_role("link", name="Open a dialog").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name").fill("fresh")
    # What was just swapped in is a plain form until htmx has looked at it.
    expect(page.locator("#dialog .htmx-added, #dialog.htmx-settling")).to_have_count(0)
    page.keyboard.press("Enter")
    toast = page.get_by_role("alert").filter(has_text="Not saved")
    expect(toast).to_be_visible()
    expect(dialog.get_by_label("Name")).to_have_value("fresh")
    if failure == "mistake":
        expect(toast).to_contain_text("4711")
    page.unroute("**/styleguide/dialog/")
    toast.get_by_role("button", name="Try again").click()
    expect(page.locator("#toasts").get_by_text("The tag has its new name.")).to_be_visible()


@pytest.mark.parametrize("key", ["/", "Control+k", "Meta+k"])
def test_it_goes_to_the_search_by_key(
    viewer: Client, transactional_db: None, visit: Visit, key: str
) -> None:
    page = visit("/o/alpine/", viewer)
    page.keyboard.press(key)
    expect(page.get_by_label("Search everything")).to_be_focused()
    page.keyboard.type("a/b")
    expect(page.get_by_label("Search everything")).to_have_value("a/b")
