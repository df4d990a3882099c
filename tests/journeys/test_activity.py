"""The activity page as people use it: narrowed while typing, Back, and undo by keyboard."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from orgs.actions.members import change_role
from orgs.reach import as_actor
from tests.browser import Visit, assert_accessible
from tests.conftest import Cast
from tests.journeys.hands import CORA, sign_in_by_page, tab_to
from tests.log import write_entries

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.flow("GX.2"),
]
LIST = "/o/alpine/activity/"


def test_it_is_narrowed_while_typing_and_undone_by_keyboard(cast: Cast, visit: Visit) -> None:
    entry = {"organization_id": cast.alpine.pk, "event": "orgs.team.created"}
    write_entries(*({**entry, "subject_name": f"Thing {n}"} for n in range(3)))
    member = cast.membership("collaborator")
    change_role(
        actor=as_actor(cast.membership("legal")), membership_id=member.pk, role="external",
        has_accounting=False, version=member.version, is_proven=True,
    )  # fmt: skip
    page = visit(f"/accounts/login/?next={LIST}")
    sign_in_by_page(page, cast["administrator"])
    expect(page.locator(".log > li")).to_have_count(4)
    page.evaluate("window.sameDocument = true")
    page.get_by_role("searchbox", name="Name or value contains").press_sequentially("cora")
    expect(page.locator(".log > li")).to_have_count(1)
    expect(page).to_have_url(re.compile(r"\?q=cora$"))
    assert page.evaluate("window.sameDocument"), "the page was loaded anew"
    assert_accessible(page)
    page.go_back()
    expect(page.locator(".log > li")).to_have_count(4)

    tab_to(page, page.get_by_role("link", name=f"Undo: Role changed, {CORA}"))
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Undo entry 4")
    expect(dialog.get_by_text(f"{CORA} will be Collaborator again.")).to_be_visible()
    assert_accessible(page)
    tab_to(page, dialog.get_by_role("button", name="Undo this change"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("Undone: Role changed.")).to_be_visible()
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("link", name="Undone by No. 5")).to_be_visible()
    assert cast.membership("collaborator").role == "collaborator"
