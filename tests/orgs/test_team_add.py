"""Who is in a team: adding one and many, taking out, the leader."""

from __future__ import annotations

import pytest

from console.shell.actions import Forbidden, Refused
from console.shell.models import AuditEntry
from orgs import carrying
from orgs.actions.team_people import add_to_team, name_leader, take_out_of_team
from orgs.models import Membership, Team, TeamMembership
from orgs.reach import as_actor
from tests.conftest import make_person
from tests.orgs.test_team_create import LIST, Watching, team_of, watching

__all__ = ["Watching", "watching"]
STAFF = f"{LIST}staff/"


def url(cast, page: str) -> str:
    return f"{LIST}{team_of(cast).pk}/{page}/"


def ticks(cast, *parts: str, **more: str):
    return {"selected": [cast.membership(part).pk for part in parts], **more}


def names(team: Team) -> set[str]:
    rows = TeamMembership.objects.filter(team=team).select_related("membership__user")
    return {row.membership.user.full_name.split()[0] for row in rows}


def lead(cast, part: str = "collaborator") -> TeamMembership:
    """Make somebody the leader, in the team or not."""
    row, _new = TeamMembership.objects.update_or_create(
        organization=cast.alpine,
        team=team_of(cast),
        membership=cast.membership(part),
        defaults={"is_leader": True},
    )
    return row


@pytest.mark.flow("G1.15")
def test_it_adds_many_at_once_externals_too(as_, cast, watching):
    response = as_("administrator").post(
        url(cast, "add"), ticks(cast, "accounting", "external", "suspended", "collaborator")
    )
    assert response.status_code == 302
    assert names(team_of(cast)) == {"Cora", "Ada", "Emil", "Sven"}
    assert {told[0] for told in watching.told} == {"Ada", "Emil", "Sven"}  # Cora was in
    entries = AuditEntry.objects.filter(event="orgs.team.joined")
    assert entries.count() == 3
    assert entries[0].after["team"] == {"id": team_of(cast).pk, "name": "Web ALPINEMARK"}
    assert entries[0].subject_type == "orgs.membership"
    log = as_("legal").get("/o/alpine/activity/").content.decode()
    assert "Added to a team" in log


@pytest.mark.flow("G1.15")
def test_somebody_may_be_in_several_teams(as_, cast):
    other = Team.objects.create(organization=cast.alpine, name="Mail ALPINEMARK")
    data = {**ticks(cast, "collaborator"), "team": str(other.pk)}
    assert as_("legal").post(STAFF, data).status_code == 302
    page = as_("legal").get(f"/o/alpine/users/{cast.membership('collaborator').pk}/")
    body = page.content.decode()
    assert "Mail ALPINEMARK" in body
    assert "Web ALPINEMARK" in body


def test_it_offers_only_who_is_not_in_it(as_, cast):
    body = as_("administrator").get(url(cast, "add")).content.decode()
    assert "Ada Accounting" in body
    assert "Cora Collaborator" not in body
    found = as_("administrator").get(url(cast, "add"), {"q": "emil.ext"}).content.decode()
    assert "Emil External" in found
    assert "Ada Accounting" not in found


@pytest.mark.parametrize("selected", [[], ["x"], ["-1"], ["9" * 30], [987_654_321]])
def test_nobody_ticked_is_a_sentence(as_, cast, selected):
    for page in ("add", "take-out"):
        response = as_("legal").post(url(cast, page), {"selected": selected})
        assert response.status_code == 422
        assert "Tick somebody first." in response.content.decode()


def test_people_of_others_are_dropped(as_, cast):
    neighbor = cast.membership("stranger", cast.rival)
    for page in (url(cast, "add"), url(cast, "take-out")):
        assert as_("legal").post(page, {"selected": [neighbor.pk]}).status_code == 422
    lead_url = url(cast, "lead")
    assert as_("legal").post(lead_url, {"selected": neighbor.pk, "seen": 0}).status_code == 404
    assert names(team_of(cast)) == {"Cora"}
    foreign = Team.objects.create(organization=cast.rival, name="RIVALMARK")
    data = {**ticks(cast, "accounting"), "team": str(foreign.pk)}
    assert as_("legal").post(STAFF, data).status_code == 422
    assert names(foreign) == set()
    actor = as_actor(cast.membership("legal"))
    with pytest.raises(Refused):
        add_to_team(
            actor=actor, team_id=foreign.pk, membership_ids=[cast.membership("external").pk]
        )
    with pytest.raises(Refused):
        add_to_team(actor=actor, team_id=team_of(cast).pk, membership_ids=[neighbor.pk])


def test_more_than_500_at_once_are_refused(cast):
    actor = as_actor(cast.membership("legal"))
    with pytest.raises(Refused, match="At most 500 people"):
        add_to_team(actor=actor, team_id=team_of(cast).pk, membership_ids=list(range(1, 502)))


@pytest.mark.flow("G1.15")
def test_it_takes_out(as_, cast, watching):
    response = as_("legal").post(url(cast, "take-out"), ticks(cast, "collaborator", "accounting"))
    assert response.status_code == 302
    assert names(team_of(cast)) == set()
    assert watching.told == [("Cora", "Web ALPINEMARK", False)]
    entry = AuditEntry.objects.get()
    assert entry.before["person"]["id"] == cast["collaborator"].pk


# --- The leader --------------------------------------------------------------------------------


@pytest.mark.flow("G1.15")
def test_a_leader_is_named_and_withdrawn(as_, cast):
    member = cast.membership("collaborator")
    browser = as_("administrator")
    assert browser.post(url(cast, "lead"), {"selected": member.pk, "seen": 0}).status_code == 302
    assert TeamMembership.objects.get(is_leader=True).membership == member
    assert "Leader" in as_("legal").get(f"/o/alpine/users/{member.pk}/").content.decode()
    assert browser.post(url(cast, "lead"), {"seen": member.pk}).status_code == 302
    assert not TeamMembership.objects.filter(is_leader=True).exists()
    first, second = AuditEntry.objects.filter(event="orgs.team.led").order_by("pk")
    person = {"id": member.user_id, "name": str(member.user)}
    assert (first.before, first.after) == ({"leader": None}, {"leader": person})
    assert (second.before, second.after) == ({"leader": person}, {"leader": None})


def test_a_new_leader_takes_the_place_of_the_former(as_, cast):
    former = lead(cast).membership
    as_("legal").post(url(cast, "add"), ticks(cast, "accounting"))
    data = ticks(cast, "accounting", seen=str(former.pk))
    assert as_("legal").post(url(cast, "lead"), data).status_code == 302
    assert TeamMembership.objects.get(is_leader=True).membership == cast.membership("accounting")


def test_whoever_looked_at_another_leader_is_told(as_, cast):
    lead(cast)
    as_("legal").post(url(cast, "add"), ticks(cast, "accounting"))
    response = as_("legal").post(url(cast, "lead"), ticks(cast, "accounting", seen="0"))
    assert response.status_code == 409
    assert "has meanwhile become the leader" in response.content.decode()


@pytest.mark.parametrize(
    ("part", "is_in", "sentence"),
    [
        ("accounting", False, "is not in this team"),
        ("external", True, "is external and sees nobody else"),
        ("suspended", True, "is suspended and cannot lead"),
    ],
)
def test_who_cannot_lead(as_, cast, part, is_in, sentence):
    if is_in:
        as_("legal").post(url(cast, "add"), ticks(cast, part))
    response = as_("legal").post(url(cast, "lead"), ticks(cast, part, seen="0"))
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not TeamMembership.objects.filter(is_leader=True).exists()


@pytest.mark.parametrize("seen", ["", "-1", "x", "9" * 40])
def test_a_form_without_who_led_is_incomplete(as_, cast, seen):
    response = as_("legal").post(url(cast, "lead"), ticks(cast, "collaborator", seen=seen))
    assert response.status_code == 422


@pytest.mark.flow("G1.15")
def test_a_leader_adds_and_takes_out_in_the_own_team_alone(as_, cast):
    lead(cast)
    browser = as_("collaborator")
    assert browser.post(url(cast, "add"), ticks(cast, "accounting", "legal")).status_code == 302
    assert names(team_of(cast)) == {"Cora", "Ada", "Lara"}
    assert browser.post(url(cast, "take-out"), ticks(cast, "accounting")).status_code == 302
    other = Team.objects.create(organization=cast.alpine, name="Mail ALPINEMARK")
    assert browser.post(f"{LIST}{other.pk}/add/", ticks(cast, "external")).status_code == 403
    data = {**ticks(cast, "external"), "team": str(other.pk)}
    assert browser.post(STAFF, data).status_code == 422
    assert names(other) == set()


def test_a_leader_makes_no_leader_and_sees_no_address(as_, cast):
    lead(cast)
    browser = as_("collaborator")
    assert browser.post(url(cast, "lead"), ticks(cast, "legal", seen="0")).status_code == 403
    assert browser.get(url(cast, "paste")).status_code == 403
    assert browser.post(url(cast, "paste"), {"addresses": "x@y.example"}).status_code == 403
    body = browser.get(url(cast, "add")).content.decode()
    assert "Ada Accounting" in body
    assert cast["accounting"].email not in body
    assert "Paste addresses" not in body
    by_address = browser.get(url(cast, "add"), {"q": cast["accounting"].email}).content.decode()
    assert "Ada Accounting" not in by_address


@pytest.mark.parametrize("part", ["collaborator", "accounting", "external", "partner_full"])
def test_nobody_else_changes_who_is_in_it(as_, cast, part):
    browser = as_(part)
    for page in ("add", "take-out"):
        assert browser.post(url(cast, page), ticks(cast, "legal")).status_code == 403
    assert names(team_of(cast)) == {"Cora"}


def test_a_suspended_leader_and_one_who_was_taken_out_have_no_say(cast):
    row = lead(cast)
    actor, team = as_actor(row.membership), team_of(cast)
    wanted = {"team_id": team.pk, "membership_ids": [cast.membership("legal").pk]}
    TeamMembership.objects.filter(pk=row.pk).update(is_leader=False)
    with pytest.raises(Forbidden):
        add_to_team(actor=actor, **wanted)
    lead(cast)
    Membership.objects.filter(pk=row.membership_id).update(suspended_at="2026-01-01T00:00:00Z")
    with pytest.raises(Forbidden):
        take_out_of_team(actor=actor, **wanted)
    with pytest.raises(Forbidden):
        name_leader(actor=actor, team_id=team.pk, membership_id=None, seen=None)


def test_a_leader_who_is_taken_out_leads_no_more(as_, cast):
    lead(cast)
    as_("legal").post(url(cast, "take-out"), ticks(cast, "collaborator"))
    assert AuditEntry.objects.get().before["is_leader"] is True
    assert as_("collaborator").get(url(cast, "add")).status_code == 403


# --- Pasted addresses ----------------------------------------------------------------------------


@pytest.mark.flow("G1.15")
def test_pasted_addresses_are_shown_line_by_line_before_anything_happens(as_, cast):
    ada, emil = cast["accounting"].email, cast["external"].email
    cora, stella = cast["collaborator"].email, cast["stranger"].email
    text = f"{ada.upper()}\n<{emil}>; {cora},{ada}\n\nno address\n{stella}\n=cmd|' /C calc'!A0"
    response = as_("administrator").post(url(cast, "paste"), {"addresses": text})
    assert response.status_code == 200
    body = response.content.decode()
    assert "2 people can be added" in body
    assert "5 lines cannot" in body
    for sentence in (
        "Line 3: Is in this team already.",
        "Line 4: The same address again.",
        "Line 5: This is no e-mail address.",
        "Line 6: Nobody here has this address. Invite them first.",
    ):
        assert sentence in body
    assert "RIVALMARK" not in body.replace(stella, "")
    assert names(team_of(cast)) == {"Cora"}
    assert not AuditEntry.objects.exists()


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", "Paste at least one address."),
        ("x" * 200_000, "That is too much text."),
        ("a\x00b", "Null characters"),
    ],
)
def test_what_cannot_be_read_is_a_sentence(as_, cast, text, sentence):
    response = as_("legal").post(url(cast, "paste"), {"addresses": text})
    assert response.status_code == 422
    assert sentence in response.content.decode()


def test_only_500_addresses_are_read(as_, cast):
    text = "\n".join(f"p{number}@x.example" for number in range(600))
    body = as_("legal").post(url(cast, "paste"), {"addresses": text}).content.decode()
    assert "Only the first 500 addresses were read." in body
    assert "500 lines cannot" in body


# --- From elsewhere, and what a team carries ------------------------------------------------------


def test_the_dialog_for_ticked_people_names_them_and_the_teams(as_, cast):
    body = as_("legal").get(STAFF, ticks(cast, "external")).content.decode()
    assert "Emil External ALPINEMARK" in body
    assert "Web ALPINEMARK" in body
    assert "Nobody is ticked" in as_("legal").get(STAFF).content.decode()
    response = as_("legal").post(STAFF, ticks(cast, "external"))
    assert response.status_code == 422
    assert "Choose a team." in response.content.decode()


def test_what_teams_carry_is_shown_only_where_an_app_says_so(as_, cast, monkeypatch):
    team, member = team_of(cast), cast.membership("collaborator")
    monkeypatch.setattr(carrying, "_carried", {})
    pages = [LIST, f"{LIST}{team.pk}/", f"/o/alpine/users/{member.pk}/", url(cast, "delete")]
    for page in pages:
        assert "the shop, to manage" not in as_("legal").get(page).content.decode()
    assert "Carries" not in as_("legal").get(LIST).content.decode()
    carrying.register("tests.shop", lambda actor, ids: {pk: ["the shop, to manage"] for pk in ids})
    for page in pages:
        assert "the shop, to manage" in as_("legal").get(page).content.decode()
    with pytest.raises(ValueError, match="carried already"):
        carrying.register("tests.shop", dict)


def test_a_member_of_a_deleted_team_is_not_added(cast):
    make_person("Nora New", cast.alpine, "collaborator")
    team = team_of(cast)
    pk = team.pk
    team.delete()
    with pytest.raises(Refused, match="does not exist any more"):
        add_to_team(
            actor=as_actor(cast.membership("legal")),
            team_id=pk,
            membership_ids=[cast.membership("external").pk],
        )
