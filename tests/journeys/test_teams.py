"""Teams in a browser: made, filled, led, by mouse, by keyboard and without scripts."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from orgs.models import Membership, Team, TeamMembership
from tests.browser import Visit, assert_accessible
from tests.conftest import Cast
from tests.journeys.hands import CORA, USERS, row_of, tab_to

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
    pytest.mark.flow("G1.15"),
]
TEAMS = "/o/alpine/teams/"
ADA = "Ada Accounting ALPINEMARK"
EMIL = "Emil External ALPINEMARK"
LARA = "Lara Legal ALPINEMARK"
As = Callable[..., Client]


def people_of(name: str) -> set[str]:
    rows = TeamMembership.objects.filter(team__name=name).select_related("membership__user")
    return {row.membership.user.full_name for row in rows}


def tick(page: Page, *names: str) -> None:
    for name in names:
        page.get_by_role("checkbox", name=f"Select {name}").check()


def make_team(page: Page, name: str) -> None:
    page.get_by_role("link", name="New team").first.click()
    dialog = page.get_by_role("dialog", name="New team")
    expect(dialog.get_by_label("Name")).to_be_focused()
    dialog.get_by_label("Name").fill(name)
    dialog.get_by_role("button", name="Make the team").click()
    expect(page.get_by_role("heading", name=name)).to_be_visible()


def test_a_team_is_made_and_filled_and_its_leader_goes_on(
    cast: Cast, visit: Visit, as_: As
) -> None:
    page = visit(TEAMS, as_("administrator"))
    make_team(page, "Night shift")
    expect(page.get_by_text("Nobody is in this team yet")).to_be_visible()
    page.get_by_role("link", name="Add people").first.click()
    tick(page, CORA, ADA, EMIL)
    expect(page.get_by_text("3 selected")).to_be_visible()
    page.get_by_role("button", name="Add to the team").click()
    expect(page.get_by_text("3 people are now in “Night shift”.")).to_be_visible()
    expect(page.get_by_role("checkbox", name=f"Select {CORA}")).to_have_count(0)
    assert people_of("Night shift") == {CORA, ADA, EMIL}

    page.get_by_role("link", name="Back to the team").click()
    page.get_by_label(f"Actions for {EMIL}").click()
    expect(page.locator("#menu").get_by_text("so they cannot lead")).to_be_visible()
    page.keyboard.press("Escape")
    page.get_by_label(f"Actions for {CORA}").click()
    page.locator("#menu").get_by_role("button", name="Make leader").click()
    expect(page.get_by_text(f"{CORA} leads “Night shift” now.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text=CORA).get_by_text("Leader")).to_be_visible()

    pk = Team.objects.get(name="Night shift").pk
    leader = visit(f"{TEAMS}{pk}/", as_("collaborator"))
    leader.get_by_role("link", name="Add people").click()
    tick(leader, LARA)
    leader.get_by_role("button", name="Add to the team").click()
    expect(leader.get_by_text(f"{LARA} is now in “Night shift”.")).to_be_visible()
    assert LARA in people_of("Night shift")
    assert_accessible(leader)


def test_a_wrong_name_stays_in_the_dialog_with_its_sentence(
    cast: Cast, visit: Visit, as_: As
) -> None:
    page = visit(TEAMS, as_("legal"))
    page.get_by_role("link", name="New team").click()
    dialog = page.get_by_role("dialog", name="New team")
    dialog.get_by_label("Name").fill("web alpinemark")
    dialog.get_by_role("button", name="Make the team").click()
    expect(dialog.get_by_text("almost so. Choose another name.")).to_be_visible()
    expect(dialog.get_by_label("Name")).to_have_value("web alpinemark")
    assert_accessible(page, "dialog")
    assert Team.objects.count() == 1


def test_people_are_added_from_the_list_of_people(cast: Cast, visit: Visit, as_: As) -> None:
    page = visit(USERS, as_("administrator"))
    tick(page, ADA, EMIL)
    page.get_by_role("button", name="Add to a team").click()
    dialog = page.get_by_role("dialog", name="Add to a team")
    expect(dialog.get_by_text(ADA)).to_be_visible()
    dialog.get_by_role("radio", name="Web ALPINEMARK").check()
    dialog.get_by_role("button", name="Add").click()
    expect(page.get_by_text("2 people are now in “Web ALPINEMARK”.")).to_be_visible()
    expect(page.get_by_role("heading", name="Users")).to_be_visible()
    assert people_of("Web ALPINEMARK") == {CORA, ADA, EMIL}


def test_a_person_is_taken_out_from_their_own_page(cast: Cast, visit: Visit, as_: As) -> None:
    page = visit(f"{USERS}{cast.membership('collaborator').pk}/", as_("administrator"))
    page.get_by_role("button", name="Take out: Web ALPINEMARK").click()
    expect(page.get_by_text(f"{CORA} is not in “Web ALPINEMARK” any more.")).to_be_visible()
    expect(page.get_by_text("In no team.")).to_be_visible()
    assert not people_of("Web ALPINEMARK")


def test_pasted_addresses_are_looked_up_before_they_are_added(
    cast: Cast, visit: Visit, as_: As
) -> None:
    pk = Team.objects.get().pk
    page = visit(f"{TEAMS}{pk}/paste/", as_("legal"))
    text = f"{cast['accounting'].email}\nnobody\n{cast['external'].email}"
    page.get_by_label("E-mail addresses").fill(text)
    page.get_by_role("button", name="Look them up").click()
    expect(page.get_by_text("Line 2: This is no e-mail address.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name="Add 2 people to the team").click()
    expect(page.get_by_text("2 people are now in “Web ALPINEMARK”.")).to_be_visible()
    assert people_of("Web ALPINEMARK") == {CORA, ADA, EMIL}


def test_a_team_is_deleted_by_keyboard(cast: Cast, visit: Visit, as_: As) -> None:
    page = visit(f"{TEAMS}{Team.objects.get().pk}/", as_("legal"))
    tab_to(page, page.get_by_role("link", name="Delete…"))
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog", name="Delete Web ALPINEMARK")
    expect(dialog.get_by_text("1 person is in this team and leaves it.")).to_be_visible()
    expect(dialog.get_by_text(CORA)).to_be_visible()
    page.keyboard.press("Escape")
    expect(dialog).to_have_count(0)
    expect(page.get_by_role("link", name="Delete…")).to_be_focused()
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Delete the team"))
    page.keyboard.press("Enter")
    expect(page.get_by_text("The team “Web ALPINEMARK” is deleted.")).to_be_visible()
    assert not Team.objects.exists()
    assert Membership.objects.filter(user=cast["collaborator"]).exists()


def test_everything_goes_without_scripts(cast: Cast, visit: Visit, as_: As) -> None:
    page = visit(TEAMS, as_("administrator"), scripts=False)
    page.get_by_role("link", name="New team").click()
    page.get_by_label("Name").fill("Night shift")
    page.get_by_role("button", name="Make the team").click()
    page.get_by_role("link", name="Add people").first.click()
    tick(page, CORA, ADA)
    page.get_by_role("button", name="Add to the team").click()
    expect(page.get_by_text("2 people are now in “Night shift”.")).to_be_visible()
    page.get_by_role("link", name="Back to the team").click()
    page.get_by_label(f"Actions for {CORA}").click()
    page.get_by_role("button", name="Make leader").click()
    expect(page.get_by_text(f"{CORA} leads “Night shift” now.")).to_be_visible()
    tick(page, ADA)
    page.get_by_role("button", name="Take out of the team").click()
    expect(page.get_by_text(f"{ADA} is not in “Night shift” any more.")).to_be_visible()
    assert people_of("Night shift") == {CORA}
    page.goto(USERS)
    row_of(page, EMIL).get_by_label("Select").check()
    page.get_by_role("button", name="Add to a team").click()
    page.get_by_role("radio", name="Night shift").check()
    page.get_by_role("button", name="Add", exact=True).click()
    expect(page.get_by_text(f"{EMIL} is now in “Night shift”.")).to_be_visible()
