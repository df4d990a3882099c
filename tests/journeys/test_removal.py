"""Removing somebody through the four screens, and asking them back, in a browser."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from console.shell.models import AuditEntry, OutgoingLetter
from orgs.models import Membership, TeamMembership
from tests.browser import Visit, assert_accessible
from tests.conftest import PASSWORD, Cast
from tests.journeys.hands import CORA, USERS, tab_to

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
As = Callable[..., Client]
HEADING = f"Remove {CORA}"


def expect_step(page: Page, words: str) -> None:
    expect(page.locator(".steps [aria-current=step]")).to_have_text(words)


@pytest.mark.flow("G6.4", "G6.5", "G6.6", "G6.7")
def test_the_four_screens_and_the_way_back(cast: Cast, as_: As, visit: Visit) -> None:
    """Her own tab is open meanwhile: the next click there finds nothing."""
    hers = visit("/o/alpine/teams/", as_("collaborator"))
    page = visit(USERS, as_("administrator"))
    page.get_by_label(f"Actions for {CORA}").click()
    page.locator("#menu").get_by_text("Remove from the organization").click()
    expect(page.get_by_role("heading", name=HEADING)).to_be_visible()
    expect_step(page, "1. What they have")
    team = page.get_by_text("Web ALPINEMARK", exact=True)
    expect(team).to_be_hidden()
    page.get_by_text("The place in 1 team").click()
    expect(team).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Continue").click()

    expect_step(page, "2. What becomes of it")
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Tick the box to go on.")).to_be_visible()
    assert_accessible(page)
    page.get_by_label("I have read what ends").check()
    page.get_by_role("button", name="Continue").click()

    expect_step(page, "3. What will happen")
    assert_accessible(page)
    page.get_by_role("button", name="Remove", exact=True).click()
    expect_step(page, "4. Prove it is you")
    page.go_back()
    expect_step(page, "3. What will happen")
    page.go_forward()

    page.get_by_label("Your own e-mail address").fill(cast["collaborator"].email)
    page.get_by_label("Yes, remove this user for good").check()
    page.get_by_role("button", name="Remove this user").click()
    expect(page.get_by_text("This is not the address you sign in with.")).to_be_visible()
    expect(page.get_by_label("Your own e-mail address")).to_have_value(cast["collaborator"].email)
    expect(page.get_by_label("Yes, remove this user for good")).to_be_checked()
    assert_accessible(page)
    page.get_by_label("Your own e-mail address").fill(cast["administrator"].email)
    page.get_by_role("button", name="Remove this user").dblclick()
    expect(page.get_by_role("heading", name="Removed people")).to_be_visible()
    expect(page.locator("#toasts")).to_contain_text(CORA)
    assert AuditEntry.objects.filter(event="orgs.member.removed").count() == 1

    hers.get_by_role("link", name="Home").first.click()
    expect(
        hers.get_by_role("heading", name="There is nothing here that you can see")
    ).to_be_visible()
    page.go_back()
    expect(page.get_by_role("heading", name="Removed people")).to_be_visible()
    _ask_back(page, cast)
    _accept(visit, as_, cast)


def _ask_back(page: Page, cast: Cast) -> None:
    row = page.get_by_role("row").filter(has_text=CORA)
    expect(row).to_contain_text("Can come back")
    row.get_by_role("link", name=f"Invite {CORA} back").click()
    dialog = page.get_by_role("dialog", name=f"Invite {CORA} back")
    expect(dialog).to_contain_text("1 team: Web ALPINEMARK")
    expect(dialog).to_contain_text("do not come back")
    assert_accessible(page)
    dialog.get_by_role("button", name="Invite back").click()
    expect(page.locator("#toasts")).to_contain_text("is on its way.")
    expect(row).to_contain_text("Invited back")


def _accept(visit: Visit, as_: As, cast: Cast) -> None:
    letter = OutgoingLetter.objects.get(event="orgs.invitation.created")
    found = re.search(r"/accounts/invitation/\w+/", letter.text)
    assert found
    page = visit(found[0], as_("collaborator"))
    page.get_by_role("button", name="Join").click()
    expect(page).to_have_url(re.compile("/o/alpine/"))
    member = Membership.objects.get(user=cast["collaborator"])
    assert TeamMembership.objects.filter(membership=member).count() == 1


@pytest.mark.flow("G6.4", "G6.7")
def test_it_goes_by_keyboard_alone(cast: Cast, as_: As, visit: Visit) -> None:
    page = visit(USERS, as_("administrator"))
    tab_to(page, page.get_by_label(f"Actions for {CORA}"))
    page.keyboard.press("Enter")
    expect(page.locator("#menu .item").first).to_be_focused()
    entry = page.locator("#menu .item", has_text="Remove from the organization")
    for _time in range(8):
        if entry.evaluate("element => element === document.activeElement"):
            break
        page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=HEADING)).to_be_visible()
    tab_to(page, page.locator("summary").first)
    page.keyboard.press("Enter")
    expect(page.locator("details").first).to_have_attribute("open", "")
    _press(page, "Continue")
    tab_to(page, page.get_by_label("I have read what ends"))
    page.keyboard.press("Space")
    page.keyboard.press("Enter")
    expect(page.get_by_role("button", name="Remove", exact=True)).to_be_visible()
    _press(page, "Remove")
    tab_to(page, page.get_by_label("Your own e-mail address"))
    page.keyboard.type(cast["administrator"].email)
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    _press(page, "Remove this user")
    expect(page.get_by_role("heading", name="Removed people")).to_be_visible()
    assert not Membership.objects.filter(user=cast["collaborator"]).exists()


def _press(page: Page, button: str) -> None:
    tab_to(page, page.get_by_role("button", name=button, exact=True))
    page.keyboard.press("Enter")


@pytest.mark.flow("G6.6", "G6.7")
def test_it_goes_without_scripts_and_with_proof_in_between(
    cast: Cast, as_: As, visit: Visit
) -> None:
    client = as_("administrator", fresh=False)
    page = visit(f"{USERS}{cast.membership('collaborator').pk}/", client, scripts=False)
    page.get_by_role("link", name="Remove from the organization").click()
    page.get_by_role("button", name="Continue").click()
    page.get_by_label("I have read what ends").check()
    page.get_by_role("button", name="Continue").click()
    page.get_by_role("button", name="Remove", exact=True).click()
    page.get_by_label("Your own e-mail address").fill(cast["administrator"].email)
    page.get_by_label("Yes, remove this user for good").check()
    page.get_by_role("button", name="Remove this user").click()
    page.locator("input[type=password]").fill(PASSWORD)
    page.locator("main button.primary").click()
    expect(page.get_by_label("Your own e-mail address")).to_have_value(cast["administrator"].email)
    expect(page.get_by_label("Yes, remove this user for good")).to_be_checked()
    page.get_by_role("button", name="Remove this user").click()
    expect(page.get_by_role("heading", name="Removed people")).to_be_visible()
    page.get_by_role("link", name=f"Invite {CORA} back").click()
    expect(page.get_by_role("heading", name=f"Invite {CORA} back")).to_be_visible()
    page.get_by_role("button", name="Invite back").click()
    expect(page.get_by_role("row").filter(has_text=CORA)).to_contain_text("Invited back")


@pytest.mark.flow("G6.4")
def test_a_change_in_another_tab_leads_back_to_the_first_screen(
    cast: Cast, as_: As, visit: Visit
) -> None:
    client, member = as_("administrator"), cast.membership("collaborator")
    page = visit(f"{USERS}{member.pk}/remove/", client)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_label("I have read what ends")).to_be_visible()
    other = as_("legal").post(
        f"{USERS}{member.pk}/role/", {"role": "external", "version": str(member.version)}
    )
    assert other.status_code == 302
    page.get_by_label("I have read what ends").check()
    page.get_by_role("button", name="Continue").click()
    expect_step(page, "1. What they have")
    expect(page.get_by_role("alert")).to_contain_text("is now External; it was Collaborator.")
    assert_accessible(page)
