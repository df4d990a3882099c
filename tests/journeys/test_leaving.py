"""What stays behind in a browser: nothing after signing out, nothing stored, no stale view."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from orgs.models import Membership
from tests.browser import Visit
from tests.conftest import Cast
from tests.journeys.hands import CORA, USERS, choose, open_role_dialog, row_of

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
As = Callable[..., Client]
STORED = "[...Object.keys(localStorage), ...Object.keys(sessionStorage)]"


def _sign_out(page: Page) -> None:
    page.locator(".topbar [popovertarget=me]").click()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()


@pytest.mark.flow("G16.6")
def test_it_shows_nothing_after_signing_out(as_: As, visit: Visit) -> None:
    """Row 56: neither Back, nor what a browser stores, holds a page of before."""
    page = visit(USERS, as_("administrator"))
    page.get_by_role("searchbox", name="Name or e-mail contains").fill("cora")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator("tbody .name").click()
    expect(page.get_by_role("heading", name=CORA)).to_be_visible()
    assert page.evaluate(STORED) == []
    _sign_out(page)
    for _times in range(3):
        page.go_back()
        expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
        expect(page.locator("body")).not_to_contain_text("ALPINEMARK")
    assert page.evaluate(STORED) == []
    assert page.context.cookies() == [
        cookie for cookie in page.context.cookies() if cookie["name"] == "csrf"
    ]


def test_it_shows_the_truth_when_one_comes_back(as_: As, cast: Cast, visit: Visit) -> None:
    """Back asks the console again: the list of before a change is not shown as it was."""
    page = visit(f"{USERS}?q=cora", as_("administrator"))
    page.locator("tbody .name").click()
    page.locator(".page-actions").get_by_role("link", name="Modify the role").click()
    dialog = page.get_by_role("dialog")
    choose(dialog, "External")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".page-title")).to_contain_text("External")
    opened = page.locator(".page-actions").get_by_role("link", name="Modify the role")
    expect(opened).to_be_focused()
    page.go_back()
    expect(page).to_have_url(re.compile(r"/users/\?q=cora$"))
    expect(row_of(page).locator(".badge")).to_have_text("External")


@pytest.mark.flow("G16.4")
def test_it_refuses_the_open_tab_of_somebody_suspended(as_: As, cast: Cast, visit: Visit) -> None:
    """The next click of any kind, in a tab that was opened before."""
    page = visit(USERS, as_("administrator"))
    Membership.objects.filter(pk=cast.membership("administrator").pk).update(
        suspended_at=timezone.now(), suspended_by="Lara"
    )
    page.get_by_label(f"Actions for {CORA}").click()
    expect(page.locator("#toasts .toast")).to_contain_text("suspended")
    page.get_by_role("searchbox", name="Name or e-mail contains").fill("cora")
    expect(page.locator("#toasts .toast")).to_have_count(2)
    expect(page.locator("tbody tr")).not_to_have_count(1)
    page.get_by_role("link", name="Home", exact=True).click()
    expect(page.get_by_role("main")).to_contain_text("suspended")
    expect(page.get_by_role("main")).not_to_contain_text("Cora")


def test_it_brings_the_focus_back_where_it_was(as_: As, visit: Visit) -> None:
    """Esc out of the menu, out of the dialog, and the button Cancel."""
    page = visit(USERS, as_("administrator"))
    button = page.get_by_label(f"Actions for {CORA}")
    button.click()
    expect(page.locator("#menu .item").first).to_be_focused()
    page.keyboard.press("Escape")
    expect(button).to_be_focused()
    open_role_dialog(page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(button).to_be_focused()
    open_role_dialog(page).get_by_role("link", name="Cancel").click()
    expect(button).to_be_focused()
