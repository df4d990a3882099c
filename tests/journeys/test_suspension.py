"""Suspending somebody whose tab is open, at 23:40: one click, certainty, and a record."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from console.shell.models import AuditEntry
from orgs.models import Membership
from tests.browser import Visit, assert_accessible
from tests.conftest import Cast
from tests.journeys.hands import CORA, USERS, row_of, tab_to

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.flow("G3.10", "G3.12"),
]
As = Callable[..., Client]
REASON = "Your access to this organization is suspended. Ask one of its administrators."


def _open_dialog(page: Page) -> None:
    page.get_by_label(f"Actions for {CORA}").click()
    page.locator("#menu").get_by_text("Suspend", exact=True).click()
    expect(page.get_by_role("dialog", name=f"Suspend {CORA}")).to_be_visible()


def _is_suspended(cast: Cast) -> bool:
    return cast.membership("collaborator").suspended_at is not None


def _expect_proven(page: Page) -> None:
    expect(page.get_by_role("heading", name=f"Suspension of {CORA}")).to_be_visible()
    expect(page.get_by_text("Every way in is closed.")).to_be_visible()
    expect(page.get_by_text(re.compile(r"Refused \d+\.\d seconds later"))).to_be_visible()


def test_it_closes_the_tab_that_the_other_has_open(as_: As, cast: Cast, visit: Visit) -> None:
    theirs = visit(USERS, as_("collaborator"))
    expect(row_of(theirs)).to_be_visible()
    mine = visit(USERS, as_("administrator"))
    _open_dialog(mine)
    dialog = mine.get_by_role("dialog")
    red = dialog.get_by_role("button", name=f"Suspend {CORA}")
    expect(red).to_be_focused()
    expect(dialog.get_by_text("Open sessions in browsers")).to_be_visible()
    expect(dialog.get_by_text("1 team: Web ALPINEMARK")).to_be_visible()
    assert_accessible(mine)
    red.click()
    _expect_proven(mine)
    expect(mine.locator("#toasts")).to_contain_text(f"{CORA} is suspended.")
    assert_accessible(mine)
    # The open tab: a fragment is refused by a toast, a page by a page; both say why.
    theirs.get_by_label("Name contains").fill("lara")
    expect(theirs.locator("#toasts .toast")).to_contain_text(REASON)
    theirs.get_by_role("link", name="Teams").first.click()
    expect(theirs.get_by_role("main")).to_contain_text(REASON)
    theirs.goto("/me/security/")
    expect(theirs.get_by_role("heading", name="Security")).to_be_visible()
    # What they tried stands in the record; lifting opens the same tab again.
    mine.reload()
    expect(mine.locator(".log")).to_contain_text("Tried to come in, and was turned away")
    mine.get_by_role("link", name="Lift the suspension").click()
    mine.get_by_role("dialog").get_by_role("button", name="Lift the suspension").click()
    expect(mine.locator("#toasts")).to_contain_text(f"{CORA} may come in again.")
    expect(mine.locator(".page-title")).to_contain_text("Lifted")
    theirs.goto(USERS)
    expect(row_of(theirs)).to_be_visible()


def test_it_goes_by_keyboard_alone(as_: As, cast: Cast, visit: Visit) -> None:
    page = visit(USERS, as_("administrator"))
    tab_to(page, page.get_by_label(f"Actions for {CORA}"))
    page.keyboard.press("Enter")
    expect(page.locator("#menu .item").first).to_be_focused()
    tab_item = page.locator("#menu").get_by_role("link", name="Suspend", exact=True)
    for _press in range(6):
        if tab_item.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog").get_by_role("button", name=f"Suspend {CORA}")).to_be_focused()
    page.keyboard.press("Enter")
    _expect_proven(page)
    tab_to(page, page.get_by_role("button", name="Test again"))
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Tested just now: every way in is closed.")
    assert AuditEntry.objects.filter(event="orgs.member.suspension_checked").count() == 2


def test_it_goes_without_scripts(as_: As, cast: Cast, visit: Visit) -> None:
    page = visit(USERS, as_("administrator"), scripts=False)
    row_of(page).get_by_label("Actions").click()
    page.get_by_role("link", name="Suspend", exact=True).click()
    page.get_by_label("Reason").fill("Laptop stolen")
    page.get_by_role("button", name=f"Suspend {CORA}").click()
    _expect_proven(page)
    page.get_by_role("button", name="Test again").click()
    expect(page.locator("#toasts")).to_contain_text("every way in is closed")
    page.get_by_role("link", name="Send security steps").click()
    page.get_by_role("button", name="Send the steps").click()
    expect(page.locator("#toasts")).to_contain_text(f"The steps are on their way to {CORA}.")
    page.get_by_role("link", name="Lift the suspension").click()
    page.get_by_role("button", name="Lift the suspension").click()
    expect(page.locator("#toasts")).to_contain_text(f"{CORA} may come in again.")
    assert not _is_suspended(cast)


@pytest.mark.flow("G3.14")
def test_the_steps_can_be_sent_instead(as_: As, cast: Cast, visit: Visit) -> None:
    page = visit(USERS, as_("administrator"))
    _open_dialog(page)
    page.get_by_role("dialog").get_by_role("link", name="Send security steps instead").click()
    dialog = page.get_by_role("dialog", name=f"Ask {CORA} to secure the account")
    expect(dialog.get_by_text("Change your password")).to_be_visible()
    assert_accessible(page)
    dialog.get_by_role("button", name="Send the steps").click()
    expect(page.locator("#toasts")).to_contain_text(f"The steps are on their way to {CORA}.")
    expect(page.get_by_role("dialog")).to_have_count(0)
    assert not _is_suspended(cast)


def test_a_double_click_suspends_once(as_: As, cast: Cast, visit: Visit) -> None:
    page = visit(USERS, as_("administrator"))
    _open_dialog(page)
    page.get_by_role("dialog").get_by_role("button", name=f"Suspend {CORA}").dblclick()
    _expect_proven(page)
    assert AuditEntry.objects.filter(event="orgs.member.suspended").count() == 1


def test_several_go_at_once_and_who_stays_is_named(as_: As, cast: Cast, visit: Visit) -> None:
    page = visit(USERS, as_("administrator"))
    for name in (CORA, "Ada Accounting ALPINEMARK", "Lara Legal ALPINEMARK"):
        page.get_by_label(f"Select {name}").check()
    page.get_by_role("button", name="Suspend", exact=True).click()
    dialog = page.get_by_role("dialog", name="Suspend several people")
    expect(dialog.get_by_text("1 person is left as they are")).to_be_visible()
    expect(dialog.get_by_text(re.compile("^Lara Legal ALPINEMARK: Only"))).to_be_visible()
    assert_accessible(page)
    dialog.get_by_role("button", name="Suspend 2 people").click()
    expect(page.locator("#toasts")).to_contain_text("2 people are suspended.")
    expect(row_of(page)).to_contain_text("Suspended")
    names = Membership.objects.filter(suspended_at__isnull=False).count()
    assert names == 3
