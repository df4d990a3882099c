"""Changing a role when something comes between: a colleague, proof, the network, the session."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone
from playwright.sync_api import expect

from console.shell.models import AuditEntry
from orgs.actions.members import change_role
from orgs.models import Membership, Role
from orgs.reach import as_actor
from tests.browser import EXPECTED, Visit, assert_accessible
from tests.conftest import PASSWORD, Cast
from tests.journeys.hands import CORA, USERS, choose, open_role_dialog, row_of, sign_in_by_page

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.flow("G1.4"),
]
As = Callable[..., Client]
# Chromium and htmx write each request that broke into the console.
BROKEN = (*EXPECTED, "net::ERR_FAILED", "htmx:sendError", "htmx:afterRequest")


def _changes() -> int:
    return AuditEntry.objects.filter(event="orgs.member.role_changed").count()


def test_it_tells_that_a_colleague_was_faster(as_: As, cast: Cast, visit: Visit) -> None:
    page = visit(USERS, as_("administrator"))
    dialog = open_role_dialog(page)
    choose(dialog, "External")
    cora = cast.membership("collaborator")
    change_role(
        actor=as_actor(cast.membership("legal")),
        membership_id=cora.pk,
        role=Role.COLLABORATOR,
        has_accounting=True,
        version=cora.version,
        is_proven=True,
    )
    dialog.get_by_role("button", name="Save", exact=True).click()
    said = page.get_by_role("dialog").get_by_role("alert")
    expect(said).to_contain_text(f"Lara Legal ALPINEMARK has meanwhile changed this: {CORA} is now")
    expect(said).to_contain_text("Nothing of yours was saved.")
    expect(page.get_by_role("radio", name="External")).to_be_checked()
    assert_accessible(page)
    assert cast.membership("collaborator").role == Role.COLLABORATOR
    page.get_by_role("dialog").get_by_role("button", name="Save", exact=True).click()
    expect(row_of(page).locator(".badge")).to_have_text("External")
    assert _changes() == 2


def test_it_asks_for_proof_and_goes_on(as_: As, cast: Cast, visit: Visit) -> None:
    """Row 35: giving the role of administrator asks for the password, the choice survives it."""
    page = visit(USERS, as_("legal", fresh=False))
    dialog = open_role_dialog(page)
    choose(dialog, "Administrator")
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Confirm that it is you")).to_be_visible()
    assert _changes() == 0
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Go on").click()
    expect(page.get_by_role("radio", name="Administrator")).to_be_checked()
    expect(page.get_by_text(f"What changes for {CORA} as Administrator")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#toasts")).to_contain_text(f"{CORA} is now Administrator.")
    assert cast.membership("collaborator").role == Role.ADMINISTRATOR


def test_it_makes_one_change_of_a_double_click(as_: As, cast: Cast, visit: Visit) -> None:
    page = visit(USERS, as_("administrator"))
    dialog = open_role_dialog(page)
    choose(dialog, "External")
    dialog.get_by_role("button", name="Save", exact=True).dblclick()
    expect(row_of(page).locator(".badge")).to_have_text("External")
    page.wait_for_load_state("networkidle")
    assert _changes() == 1
    expect(page.locator("#toasts .toast")).to_have_count(1)


def test_it_keeps_the_choice_when_the_network_fails(as_: As, cast: Cast, visit: Visit) -> None:
    page = visit(USERS, as_("administrator"), expected=BROKEN)
    dialog = open_role_dialog(page)
    choose(dialog, "External")
    page.route("**/role/", lambda route: route.abort())
    dialog.get_by_role("button", name="Save", exact=True).click()
    toast = page.locator("#toasts .toast")
    expect(toast).to_contain_text("Not saved: the console did not answer.")
    expect(dialog).to_be_visible()
    expect(dialog.get_by_role("radio", name="External")).to_be_checked()
    expect(dialog.get_by_role("button", name="Save", exact=True)).to_be_enabled()
    assert_accessible(page, sizes=False)
    assert _changes() == 0
    page.unroute("**/role/")
    toast.get_by_role("button", name="Try again").click()
    expect(row_of(page).locator(".badge")).to_have_text("External")
    assert _changes() == 1


def test_it_leads_to_sign_in_and_back_when_the_session_ended(
    as_: As, cast: Cast, visit: Visit
) -> None:
    page = visit(f"{USERS}?q=cora", as_("administrator"))
    dialog = open_role_dialog(page)
    choose(dialog, "External")
    Session.objects.all().delete()
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert _changes() == 0
    sign_in_by_page(page, cast["administrator"])
    expect(page).to_have_url(re.compile(r"/o/alpine/users/\?q=cora$"))
    expect(row_of(page).locator(".badge")).to_have_text("Collaborator")


def test_it_refuses_the_next_click_of_somebody_suspended(as_: As, cast: Cast, visit: Visit) -> None:
    page = visit(USERS, as_("administrator"))
    dialog = open_role_dialog(page)
    choose(dialog, "External")
    Membership.objects.filter(pk=cast.membership("administrator").pk).update(
        suspended_at=timezone.now(), suspended_by="Lara Legal"
    )
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#toasts .toast")).to_contain_text("suspended")
    assert _changes() == 0
    assert cast.membership("collaborator").role == Role.COLLABORATOR
    page.keyboard.press("Escape")
    page.get_by_role("link", name="Activity").click()
    expect(page.get_by_role("main")).to_contain_text("suspended")
    expect(page.get_by_role("main")).not_to_contain_text("Lara Legal ALPINEMARK")


def test_it_says_why_a_role_is_closed(as_: As, cast: Cast, visit: Visit) -> None:
    page = visit(USERS, as_("administrator"))
    dialog = open_role_dialog(page)
    highest = dialog.get_by_role("radio", name=re.compile("^Legal representative"))
    expect(highest).to_be_disabled()
    expect(dialog.get_by_text("This needs the role “Legal representative”")).to_be_visible()
