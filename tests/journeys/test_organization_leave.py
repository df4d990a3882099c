"""Leaving an Organization from one's own list: refused, and allowed."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import expect

from orgs.models import Membership
from tests.browser import Visit, assert_accessible
from tests.conftest import Cast, join
from tests.journeys.hands import tab_to

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
As = Callable[..., Client]
MINE = "/me/organizations/"


@pytest.mark.flow("G15.4", "G15.5")
def test_the_only_representative_is_led_to_the_people_first(
    cast: Cast, as_: As, visit: Visit
) -> None:
    cast.membership("legal2").delete()
    page = visit(MINE, as_("legal"))
    page.get_by_label("Leave Alpine ALPINEMARK").click()
    dialog = page.get_by_role("dialog", name="Leave Alpine ALPINEMARK")
    expect(dialog).to_contain_text("You are the only active legal representative")
    expect(dialog.get_by_role("button", name="Leave")).to_have_count(0)
    assert_accessible(page)
    dialog.get_by_role("link", name="Choose somebody").click()
    expect(page.get_by_role("heading", name="Users")).to_be_visible()
    assert Membership.objects.filter(user=cast["legal"]).exists()


@pytest.mark.flow("G15.4", "G15.5")
def test_leaving_in_the_dialog_by_keyboard(cast: Cast, as_: As, visit: Visit) -> None:
    join(cast["collaborator"], cast.rival, "external")
    page = visit(MINE, as_("collaborator"))
    tab_to(page, page.get_by_label("Leave Alpine ALPINEMARK"))
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Leave Alpine ALPINEMARK")
    expect(dialog).to_contain_text("The place in 1 team")
    assert_accessible(page)
    page.keyboard.press("Escape")
    expect(page.get_by_label("Leave Alpine ALPINEMARK")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, dialog.get_by_role("button", name="Leave Alpine ALPINEMARK"))
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("You have left Alpine ALPINEMARK.")
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#main .rows")).not_to_contain_text("Alpine")
    expect(page.locator("#main .rows")).to_contain_text("Rival")


@pytest.mark.flow("G15.4")
def test_leaving_the_last_one_without_scripts_offers_to_open_another(
    cast: Cast, as_: As, visit: Visit
) -> None:
    page = visit(MINE, as_("external"), scripts=False)
    page.get_by_label("Leave Alpine ALPINEMARK").click()
    expect(page.get_by_role("heading", name="Leave Alpine ALPINEMARK")).to_be_visible()
    page.get_by_role("button", name="Leave Alpine ALPINEMARK").click()
    expect(page.get_by_text("You are in no organization yet")).to_be_visible()
    expect(page.get_by_role("link", name="New organization")).to_be_visible()
    assert not Membership.objects.filter(user=cast["external"]).exists()
