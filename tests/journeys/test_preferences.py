"""Contact preferences in a browser: saved as they are turned, turned back where that fails."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from orgs.models import Membership
from orgs.topics import wants
from tests.browser import EXPECTED, Visit, assert_accessible
from tests.conftest import Cast
from tests.journeys.hands import tab_to

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.flow("G1.12", "G2.5"),
]
PAGE = "/o/alpine/preferences/"
INVOICE = "billing.invoice_issued"
As = Callable[..., Client]


def switch(page: Page, name: str = "New invoice by E-mail") -> Locator:
    return page.get_by_role("switch", name=name)


def beside(page: Page, name: str = "New invoice by E-mail") -> Locator:
    """What the page says beside a switch."""
    return page.locator("form.switch").filter(has=switch(page, name)).locator("output")


def test_a_switch_is_saved_as_it_is_turned(cast: Cast, visit: Visit, as_: As) -> None:
    page = visit(PAGE, as_("administrator"))
    expect(switch(page)).to_be_checked()
    switch(page).click()
    expect(beside(page)).to_have_text("Saved")
    assert not wants(cast.membership("administrator"), INVOICE)
    assert_accessible(page)
    page.reload()
    expect(switch(page)).not_to_be_checked()


def test_it_goes_by_keyboard(cast: Cast, visit: Visit, as_: As) -> None:
    page = visit(PAGE, as_("administrator"))
    tab_to(page, switch(page))
    page.keyboard.press("Space")
    expect(beside(page)).to_have_text("Saved")
    expect(switch(page)).to_be_focused()
    assert not wants(cast.membership("administrator"), INVOICE)


def test_it_goes_back_when_the_console_is_not_reached(cast: Cast, visit: Visit, as_: As) -> None:
    page = visit(PAGE, as_("administrator"), expected=(*EXPECTED, "net::ERR_FAILED", "htmx:"))
    page.route(f"**{PAGE}", lambda route: route.abort())
    switch(page).click()
    expect(beside(page)).to_have_text("Not saved, and switched back")
    expect(switch(page)).to_be_checked()
    assert wants(cast.membership("administrator"), INVOICE)


def test_it_goes_back_and_says_why_when_a_rule_says_no(cast: Cast, visit: Visit, as_: As) -> None:
    page = visit(PAGE, as_("legal"))
    Membership.objects.filter(user=cast["legal2"]).update(suspended_at="2026-01-01T00:00:00Z")
    switch(page).click()
    expect(beside(page)).to_have_text("Not saved, and switched back")
    expect(switch(page)).to_be_checked()
    expect(page.get_by_text("Name another one first.")).to_be_visible()


def test_a_closed_switch_says_why_and_does_nothing(cast: Cast, visit: Visit, as_: As) -> None:
    page = visit(PAGE, as_("administrator"))
    closed = switch(page, "New invoice by SMS")
    expect(closed).to_have_attribute("aria-disabled", "true")
    expect(closed).to_have_accessible_description("No phone number of yours is stored.")
    closed.focus()
    page.keyboard.press("Space")
    closed.click(force=True)
    expect(closed).not_to_be_checked()


def test_a_group_goes_off_and_on(cast: Cast, visit: Visit, as_: As) -> None:
    page = visit(PAGE, as_("accounting"))
    page.get_by_role("button", name="All off: Billing reminders").click()
    expect(page.get_by_text("Billing reminders: all off.")).to_be_visible()
    expect(switch(page)).not_to_be_checked()
    assert not wants(cast.membership("accounting"), INVOICE)
    page.get_by_role("button", name="All on: Billing reminders").click()
    expect(page.get_by_text("Billing reminders: all on.")).to_be_visible()
    expect(switch(page)).to_be_checked()


def test_without_scripts_there_is_a_button(cast: Cast, visit: Visit, as_: As) -> None:
    page = visit(PAGE, as_("administrator"), scripts=False)
    switch(page).uncheck()
    form = page.locator("form.switch").filter(has=switch(page))
    form.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    expect(switch(page)).not_to_be_checked()
    assert not wants(cast.membership("administrator"), INVOICE)


def test_the_sidebar_leads_there(cast: Cast, visit: Visit, as_: As) -> None:
    page = visit("/o/alpine/", as_("external"))
    page.locator("#sidebar").get_by_role("link", name="Notifications").click()
    expect(page.get_by_role("heading", name="Notifications", exact=True)).to_be_visible()
    expect(page.get_by_role("switch", name="Blocking or reactivation by E-mail")).to_be_checked()
    expect(page.get_by_text("Billing reminders")).to_have_count(0)
