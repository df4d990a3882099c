"""The ways back of suspensions, teams and details: there and back by the pages, and refusals."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from console.shell.models import AuditEntry
from orgs.actions.details import DETAILS, change_details
from orgs.actions.suspensions import lift_suspension, suspend_member
from orgs.actions.team_people import add_to_team, name_leader, take_out_of_team
from orgs.actions.teams import create_team, delete_team, edit_team
from orgs.models import Organization, Team, TeamMembership
from orgs.reach import as_actor

pytestmark = pytest.mark.django_db
LIST = "/o/alpine/activity/"


class Story:
    """What an administrator does, and where things stand."""

    def __init__(self, cast: Any) -> None:
        self.cast = cast
        self.actor = as_actor(cast.membership("administrator"))
        self.team = Team.objects.get(organization=cast.alpine)
        self.member = cast.membership("collaborator")
        self.other = cast.membership("accounting")

    def suspend(self) -> None:
        suspend_member(actor=self.actor, membership_id=self.member.pk, reason="Lost laptop")

    def lift(self) -> None:
        lift_suspension(actor=self.actor, membership_id=self.member.pk)

    def join(self) -> None:
        add_to_team(actor=self.actor, team_id=self.team.pk, membership_ids=[self.other.pk])

    def leave(self) -> None:
        take_out_of_team(actor=self.actor, team_id=self.team.pk, membership_ids=[self.member.pk])

    def lead(self) -> None:
        led = TeamMembership.objects.filter(team=self.team, is_leader=True).first()
        name_leader(
            actor=self.actor, team_id=self.team.pk, membership_id=self.member.pk,
            seen=led.membership_id if led else None,
        )  # fmt: skip

    def rename(self) -> None:
        team = Team.objects.get(pk=self.team.pk)
        edit_team(
            actor=self.actor, team_id=team.pk, name=f"{team.name}!", description="Pages",
            version=team.version,
        )  # fmt: skip

    def move(self) -> None:
        organization = Organization.objects.get(pk=self.cast.alpine.pk)
        wanted = {name: getattr(organization, name) for name in DETAILS}
        wanted |= {"name": f"{organization.name} & Co", "city": "Bern"}
        change_details(actor=self.actor, version=organization.version, **wanted)

    def drop_team(self) -> None:
        delete_team(actor=self.actor, team_id=self.team.pk)

    def drop_member(self) -> None:
        self.member.delete()

    def state(self) -> Any:
        """Everything that these changes change."""
        members = self.cast.alpine.memberships.order_by("pk")
        teams = TeamMembership.objects.filter(organization=self.cast.alpine)
        return (
            [(m.pk, m.role, m.suspended_at is None, m.suspended_because) for m in members],
            sorted(teams.values_list("team_id", "membership_id", "is_leader")),
            sorted(Team.objects.values_list("name", "description")),
            list(Organization.objects.filter(pk=self.cast.alpine.pk).values(*DETAILS)),
        )


STORIES = ["suspend", "join", "leave", "lead", "rename", "move"]


def newest() -> AuditEntry:
    return AuditEntry.objects.exclude(organization_id=None).latest("pk")


@pytest.mark.flow("GX.2")
@pytest.mark.parametrize("name", STORIES)
def test_a_change_is_undone_and_done_again(as_: Callable[..., Any], cast: Any, name: str) -> None:
    story, browser = Story(cast), as_("legal")
    before = story.state()
    getattr(story, name)()
    after, entry = story.state(), newest()
    assert after != before
    url = f"{LIST}{entry.number}/undo/"
    assert f'href="{url}"' in browser.get(LIST).content.decode()
    assert "Undo this change" in browser.get(url).content.decode()
    assert browser.post(url).status_code == 302
    assert story.state() == before
    undone = newest()
    assert undone.undoes == entry.number
    assert browser.post(f"{LIST}{undone.number}/undo/").status_code == 302
    assert story.state() == after


def test_a_lifted_suspension_comes_back_with_its_reason(as_: Callable[..., Any], cast: Any) -> None:
    story = Story(cast)
    story.suspend()
    story.lift()
    as_("legal").post(f"{LIST}{newest().number}/undo/")
    member = cast.membership("collaborator")
    assert member.suspended_at is not None
    assert member.suspended_because == "Lost laptop"


@pytest.mark.parametrize(
    ("name", "later", "sentence"),
    [
        ("suspend", "lift", "This was changed again since."),
        ("join", "drop_team", "is not there any more."),
        ("leave", "drop_team", "is not there any more."),
        ("leave", "drop_member", "is not in the organization any more."),
        ("suspend", "drop_member", "is not in the organization any more."),
        ("lead", "leave", "This was changed again since."),
        ("lead", "drop_team", "is not there any more."),
        ("rename", "rename", "This was changed again since."),
        ("move", "move", "This was changed again since."),
    ],
)
def test_it_is_refused_when_something_later_stands_on_it(
    as_: Callable[..., Any], cast: Any, name: str, later: str, sentence: str
) -> None:
    story, browser = Story(cast), as_("legal")
    getattr(story, name)()
    number = newest().number
    getattr(story, later)()
    state, count = story.state(), AuditEntry.objects.count()
    answer = browser.post(f"{LIST}{number}/undo/")
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert (story.state(), AuditEntry.objects.count()) == (state, count)


def test_a_team_that_somebody_made_again_is_another_one(as_: Callable[..., Any], cast: Any) -> None:
    story = Story(cast)
    story.join()
    number = newest().number
    story.drop_team()
    create_team(actor=story.actor, name=story.team.name, description="")
    answer = as_("legal").post(f"{LIST}{number}/undo/")
    assert answer.status_code == 422
    assert not TeamMembership.objects.filter(organization=cast.alpine).exists()
