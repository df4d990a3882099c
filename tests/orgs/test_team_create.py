"""Making, renaming and deleting teams."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.utils import timezone

from console.shell.models import AuditEntry
from orgs.following import Follower
from orgs.models import Invitation, InvitationTeam, Team, TeamMembership

LIST = "/o/alpine/teams/"
NEW = "/o/alpine/teams/new/"


def team_of(cast) -> Team:
    return Team.objects.get(organization=cast.alpine)


def edit_url(team: Team) -> str:
    return f"{LIST}{team.pk}/edit/"


def renamed(team: Team, name: str, **more: str) -> dict[str, str]:
    return {"name": name, "description": "", "version": str(team.version), **more}


@pytest.mark.flow("G1.15")
def test_it_makes_a_team(as_, cast):
    response = as_("administrator").post(NEW, {"name": " Night  shift ", "description": "By turns"})
    team = Team.objects.get(description="By turns")
    assert response["Location"] == f"{LIST}{team.pk}/"
    assert (team.name, team.organization) == ("Night  shift", cast.alpine)
    entry = AuditEntry.objects.get()
    assert (entry.event, entry.after["name"]) == ("orgs.team.created", team.name)
    assert "Night  shift" in as_("collaborator").get(LIST).content.decode()


@pytest.mark.parametrize("part", ["collaborator", "accounting", "external", "partner_full"])
def test_only_administrators_make_rename_and_delete(as_, cast, part):
    browser, team = as_(part), team_of(cast)
    assert browser.post(NEW, {"name": "Mine"}).status_code == 403
    assert browser.post(edit_url(team), renamed(team, "Mine")).status_code == 403
    assert browser.post(f"{LIST}{team.pk}/delete/").status_code == 403
    assert Team.objects.get() == team


@pytest.mark.parametrize(
    ("name", "sentence"),
    [
        ("", "Give the team a name."),
        ("   ", "Give the team a name."),
        ("x" * 201, "at most 200 characters; this one has 201"),
        ("x" * 5000, "at most 200 characters"),
        ("Night\nshift", "one line of visible characters"),
        ("Night\x07", "one line of visible characters"),
        ("Night\u202e", "one line of visible characters"),
        ("Night\x00", "Null characters"),
        ("wEB alpinemark", "almost so. Choose another name."),
        ("Wéb ALPINEMARK", "almost so. Choose another name."),
    ],
)
def test_it_says_what_is_wrong_with_a_name(as_, cast, name, sentence):
    response = as_("legal").post(NEW, {"name": name}, headers={"HX-Request": "true"})
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert Team.objects.count() == 1
    team = Team.objects.create(organization=cast.alpine, name="Other")
    response = as_("legal").post(edit_url(team), renamed(team, name))
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_a_name_of_200_characters_is_kept(as_):
    assert as_("legal").post(NEW, {"name": "x" * 200}).status_code == 302
    assert as_("legal").post(NEW, {"name": "y", "description": "d" * 301}).status_code == 422
    assert Team.objects.filter(name="x" * 200).exists()


def test_another_organization_may_have_the_same_name(as_, cast):
    Team.objects.create(organization=cast.rival, name="Night shift")
    assert as_("legal").post(NEW, {"name": "Night shift"}).status_code == 302


@pytest.mark.flow("G1.15")
def test_it_renames(as_, cast):
    team = team_of(cast)
    as_("legal").post(edit_url(team), renamed(team, "Site", description="All of it"))
    team.refresh_from_db()
    assert (team.name, team.description, team.version) == ("Site", "All of it", 1)
    entry = AuditEntry.objects.get()
    assert entry.before == {"name": "Web ALPINEMARK", "description": ""}
    assert entry.after == {"name": "Site", "description": "All of it"}


def test_it_takes_a_name_that_differs_in_accents_from_itself(as_, cast):
    team = team_of(cast)
    assert as_("legal").post(edit_url(team), renamed(team, "WEB ALPINEMARK")).status_code == 302


def test_the_same_name_again_leaves_no_trace(as_, cast):
    team = team_of(cast)
    assert as_("legal").post(edit_url(team), renamed(team, team.name)).status_code == 302
    assert not AuditEntry.objects.exists()


def test_whoever_comes_second_is_told_what_it_is_called_now(as_, cast):
    old = team_of(cast)
    as_("legal").post(edit_url(old), renamed(old, "Site"))
    response = as_("administrator").post(edit_url(old), renamed(old, "Pages"))
    assert response.status_code == 409
    body = response.content.decode()
    assert "it is called “Site” now" in body
    assert 'name="version" value="1"' in body  # so that saving again is a choice
    assert team_of(cast).name == "Site"


@pytest.mark.parametrize("version", ["", "-1", "x", "9" * 30])
def test_a_form_without_its_version_is_incomplete(as_, cast, version):
    team = team_of(cast)
    response = as_("legal").post(edit_url(team), renamed(team, "Site", version=version))
    assert response.status_code == 422
    assert "This form is incomplete" in response.content.decode()


class Watching(Follower):
    """Notes what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[str, str, bool]] = []

    def team_changed(self, membership, team, *, joined):
        self.told.append((membership.user.full_name.split()[0], team.name, joined))


@pytest.fixture
def watching(monkeypatch):
    from orgs import following

    follower = Watching()
    monkeypatch.setitem(following._followers, "tests.watching", follower)
    return follower


def test_deleting_says_who_leaves_and_tells_every_follower(as_, cast, watching):
    team = team_of(cast)
    page = as_("legal").get(f"{LIST}{team.pk}/delete/").content.decode()
    assert "1 person is in this team and leaves it" in page
    assert "Cora Collaborator ALPINEMARK" in page
    response = as_("legal").post(f"{LIST}{team.pk}/delete/")
    assert response["Location"] == LIST
    assert not Team.objects.exists()
    assert watching.told == [("Cora", "Web ALPINEMARK", False)]
    left, deleted = AuditEntry.objects.order_by("pk")
    assert (left.event, deleted.event) == ("orgs.team.left", "orgs.team.deleted")
    assert left.before == {
        "team": {"id": team.pk, "name": "Web ALPINEMARK"},
        "person": {"id": cast["collaborator"].pk, "name": "Cora Collaborator ALPINEMARK"},
        "is_leader": False,
    }
    assert deleted.before == {"name": "Web ALPINEMARK", "description": "", "people": 1}
    log = as_("legal").get("/o/alpine/activity/").content.decode()
    assert "Team deleted" in log
    assert "Taken out of a team" in log


def test_deleting_twice_is_not_there_any_more(as_, cast):
    team = team_of(cast)
    as_("legal").post(f"{LIST}{team.pk}/delete/")
    assert as_("administrator").post(f"{LIST}{team.pk}/delete/").status_code == 404


def test_an_open_invitation_goes_on_without_the_team(as_, cast):
    team = team_of(cast)
    invitation = Invitation.objects.create(
        organization=cast.alpine,
        email="new@alpine.example",
        role="collaborator",
        invited_by_name="Lara",
        token_digest="d",
        expires_at=timezone.now() + timedelta(days=30),
    )
    InvitationTeam.objects.create(organization=cast.alpine, invitation=invitation, team=team)
    as_("legal").post(f"{LIST}{team.pk}/delete/")
    assert not InvitationTeam.objects.exists()
    assert Invitation.objects.open().get() == invitation


@pytest.mark.parametrize("page", ["", "edit/", "delete/", "add/", "paste/", "export/"])
def test_a_team_of_others_is_not_there(as_, cast, page):
    foreign = Team.objects.create(organization=cast.rival, name="Secret RIVALMARK")
    for part in ("legal", "administrator"):
        response = as_(part).get(f"{LIST}{foreign.pk}/{page}")
        assert response.status_code == 404
        assert "RIVALMARK" not in response.content.decode()
    as_("legal").post(f"{LIST}{foreign.pk}/delete/")
    as_("legal").post(edit_url(foreign), renamed(foreign, "Taken"))
    foreign.refresh_from_db()
    assert foreign.name == "Secret RIVALMARK"


def test_the_files_hold_what_the_lists_show(as_, cast):
    team = team_of(cast)
    Team.objects.filter(pk=team.pk).update(description="=HYPERLINK()")
    TeamMembership.objects.update(is_leader=True)
    body = b"".join(as_("administrator").get(f"{LIST}export/").streaming_content).decode()
    assert "Team;Description;People;Leader" in body
    assert "Web ALPINEMARK;'=HYPERLINK();1;Cora Collaborator ALPINEMARK" in body
    people = b"".join(
        as_("administrator").get(f"{LIST}{team.pk}/export/").streaming_content
    ).decode()
    assert "Cora Collaborator ALPINEMARK;cora.collaborator@alpinemark.example" in people
    assert ";yes;" in people
    names = b"".join(as_("collaborator").get(f"{LIST}{team.pk}/export/").streaming_content)
    assert b"@" not in names


def test_an_external_sees_no_team_but_the_names_of_their_own(as_, cast):
    TeamMembership.objects.create(
        organization=cast.alpine, team=team_of(cast), membership=cast.membership("external")
    )
    assert as_("external").get(LIST).status_code == 403
    own = as_("external").get(f"/o/alpine/users/{cast.membership('external').pk}/")
    assert "Web ALPINEMARK" in own.content.decode()
    assert f"/teams/{team_of(cast).pk}/" not in own.content.decode()
