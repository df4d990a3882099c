"""Removing somebody in the four screens of the guide."""

from __future__ import annotations

import pytest

from console.shell.models import AuditEntry, OutgoingLetter
from orgs.models import FormerMember, Invitation, Membership, Suspension, Team, TeamMembership
from tests.orgs.removing import answer, finish, hidden, remove, remove_url, walk_to

pytestmark = pytest.mark.django_db


@pytest.mark.flow("G6.2", "G6.4", "G6.5", "G6.7")
def test_it_removes_after_the_fourth_screen_and_not_before(as_, cast):
    member, client = cast.membership("collaborator"), as_("administrator")
    walk_to(client, member, 4)
    assert Membership.objects.filter(pk=member.pk).exists()
    assert not AuditEntry.objects.exists()
    response = answer(
        client, member, 4, own_email=cast["administrator"].email.upper(), is_sure="on"
    )
    assert response.status_code == 302
    assert response["Location"] == "/o/alpine/users/removed/"
    assert not Membership.objects.filter(pk=member.pk).exists()
    page = client.get("/o/alpine/users/removed/").content.decode()
    assert "Cora Collaborator ALPINEMARK was removed." in page
    assert "Invite back" in page


@pytest.mark.flow("G6.4", "G6.6")
def test_each_screen_says_which_of_the_four_it_is_and_what_ends(as_, cast):
    member, client = cast.membership("collaborator"), as_("legal")
    labels = ["Continue", "Continue", "Remove", "Remove this user"]
    walk_to(client, member, 4)
    for step in range(1, 5):
        text = client.get(remove_url(member, step)).content.decode()
        assert f"Remove Cora Collaborator ALPINEMARK, step {step} of 4" in text
        button = text.rpartition('<button class="button ')[2]
        assert labels[step - 1] in button
        assert button.startswith("primary" if step < 3 else "danger")
        if step < 4:
            assert "The role Collaborator, with" in text
            assert "The place in 1 team" in text
            assert "<li>Web ALPINEMARK</li>" in text
            assert "See the list of people" in text
            assert "There is no undo" in text
            assert "they can be invited back" in text


@pytest.mark.flow("G6.8")
def test_it_ends_at_once_in_open_tabs_too(as_, cast):
    """Row 31: the next request of the removed person is that of a stranger."""
    member, theirs = cast.membership("collaborator"), as_("collaborator")
    assert theirs.get("/o/alpine/").status_code == 200
    remove(cast.membership("legal"), member)
    nowhere = theirs.get("/o/not-there/")
    for path in ("/o/alpine/", "/o/alpine/users/", "/o/alpine/teams/"):
        assert theirs.get(path).status_code == 404
    fragment = theirs.get(
        "/o/alpine/users/", headers={"HX-Request": "true", "HX-Target": "member-table"}
    )
    assert fragment.status_code == 404
    assert len(theirs.get("/o/alpine/").content) == len(nowhere.content)
    assert theirs.get("/me/organizations/").status_code == 200


@pytest.mark.flow("G6.8")
def test_nothing_of_the_membership_is_left(as_, cast):
    member = cast.membership("collaborator")
    Suspension.objects.create(
        organization=cast.alpine,
        membership=member,
        person_id=member.user_id,
        person_name=str(member.user),
        began_by="Lara Legal",
    )
    remove(cast.membership("legal"), member)
    assert not TeamMembership.objects.filter(membership_id=member.pk).exists()
    record = Suspension.objects.get()
    assert (record.membership_id, record.person_name) == (None, "Cora Collaborator ALPINEMARK")


def test_invitations_they_sent_are_dead(as_, cast):
    from orgs.actions.invitations import invite_member
    from orgs.invitations.standing import Standing, standing_of
    from orgs.reach import as_actor

    member = cast.membership("administrator")
    invite_member(
        actor=as_actor(member), email="new@elsewhere.example", role="external", is_proven=True
    )
    page = as_("legal").get(remove_url(member)).content.decode()
    assert "1 open invitation: its link ends." in page
    assert "new@elsewhere.example" in page.lower()
    remove(cast.membership("legal"), member)
    assert standing_of(Invitation.objects.get()) == Standing.INVITER_GONE


def test_a_suspended_member_can_be_removed(as_, cast):
    member = cast.membership("suspended")
    page = as_("legal").get(remove_url(member)).content.decode()
    assert "Suspended" in page
    response = finish(as_("legal"), member, cast["legal"].email)
    assert response.status_code == 302
    assert FormerMember.objects.get().was_suspended


# --- What it leaves behind ----------------------------------------------------------------------


def test_the_log_keeps_enough_to_make_the_membership_again(as_, cast):
    member = cast.membership("collaborator")
    TeamMembership.objects.update(is_leader=True)
    finish(as_("legal"), member, cast["legal"].email)
    entry = AuditEntry.objects.get(event="orgs.member.removed")
    team = Team.objects.get()
    assert entry.before == {
        "role": "collaborator",
        "has_accounting": False,
        "teams": [{"id": team.pk, "name": team.name, "is_leader": True}],
        "suspended_at": None,
        "person_id": member.user_id,
    }
    assert (entry.subject_id, entry.about_id) == (member.pk, member.user_id)
    assert entry.subject_name == "Cora Collaborator ALPINEMARK"
    assert entry.after == {"choices": {}, "former": FormerMember.objects.get().pk}
    page = as_("legal").get("/o/alpine/activity/").content.decode()
    assert "Removed from the organization" in page


def test_it_writes_to_the_person(as_, cast):
    finish(as_("administrator"), cast.membership("collaborator"), cast["administrator"].email)
    letter = OutgoingLetter.objects.get()
    assert letter.to == cast["collaborator"].email
    assert letter.subject == "You are no longer in Alpine ALPINEMARK"
    for body in (letter.text, letter.html):
        words = " ".join(body.split())
        assert "Adrian Admin ALPINEMARK removed you from Alpine ALPINEMARK" in words
        assert "Ask Adrian Admin ALPINEMARK." in words
        assert "at once and for good" in words


@pytest.mark.flow("G1.9", "G1.14")
def test_a_representative_is_replaced_by_naming_the_new_one_first(as_, cast):
    """Name the new one, then remove the old one; every representative is told (row 44)."""
    Membership.objects.filter(pk=cast.membership("legal2").pk).delete()
    old, new = cast.membership("legal"), cast.membership("administrator")
    as_("legal").post(
        f"/o/alpine/users/{new.pk}/role/",
        {"role": "legal_representative", "version": str(new.version)},
    )
    OutgoingLetter.objects.all().delete()
    response = finish(as_("administrator"), old, cast["administrator"].email)
    assert response.status_code == 302
    letters = {letter.to: letter for letter in OutgoingLetter.objects.all()}
    assert set(letters) == {cast["legal"].email, cast["administrator"].email}
    notice = letters[cast["administrator"].email]
    assert notice.subject == "Lara Legal ALPINEMARK no longer represents Alpine ALPINEMARK"
    assert "/o/alpine/users/removed/" in notice.text


def test_a_suspended_representative_is_not_told(as_, cast):
    from tests.conftest import make_person

    make_person("Lino Legal", cast.alpine, "legal_representative", suspended_at="2026-01-01T00:00Z")
    remove(cast.membership("legal"), cast.membership("legal2"))
    told = set(OutgoingLetter.objects.values_list("to", flat=True))
    assert told == {cast["legal"].email, cast["legal2"].email}


def test_what_is_kept_is_no_credential(as_, cast):
    member = cast.membership("collaborator")
    former = remove(cast.membership("legal"), member)
    assert (former.role, former.email, former.has_left) == (
        "collaborator",
        cast["collaborator"].email,
        False,
    )
    team = Team.objects.get()
    assert former.snapshot == {
        "orgs.teams": {"teams": [{"id": team.pk, "name": team.name, "is_leader": False}]}
    }


# --- Who may ------------------------------------------------------------------------------------


@pytest.mark.flow("G6.1", "G1.9")
def test_nobody_but_another_representative_removes_one(as_, cast):
    """The only one: an administrator may not, and nobody removes themselves."""
    Membership.objects.filter(pk=cast.membership("legal2").pk).delete()
    legal = cast.membership("legal")
    for part, words in (
        ("administrator", "Only a legal representative can remove a legal representative."),
        ("partner_full", "Only a legal representative can remove a legal representative."),
        ("legal", "Nobody removes themselves."),
    ):
        response = as_(part).get(remove_url(legal))
        assert response.status_code == 403
        assert words in response.content.decode()
        assert as_(part).post(remove_url(legal), {"seen": "x"}).status_code == 403


@pytest.mark.flow("G6.1")
def test_not_even_the_console_itself_removes_the_last_one(cast):
    from console.shell.actions import Refused
    from console.shell.actor import Actor

    Membership.objects.filter(pk=cast.membership("legal2").pk).update(
        suspended_at="2026-01-01T00:00Z"
    )
    with pytest.raises(Refused, match=r"only active legal representative.*then remove"):
        remove(Actor.system(cast.alpine.pk), cast.membership("legal"))


def test_a_right_that_is_gone_by_the_last_screen_is_no_right(as_, cast):
    """Row 41."""
    member, client = cast.membership("collaborator"), as_("administrator")
    walk_to(client, member, 4)
    mark = hidden(client.get(remove_url(member, 4)), "mark")
    Membership.objects.filter(user=cast["administrator"]).update(role="collaborator")
    response = client.post(
        remove_url(member, 4),
        {"mark": mark, "own_email": cast["administrator"].email, "is_sure": "on"},
    )
    assert response.status_code == 403
    assert Membership.objects.filter(pk=member.pk).exists()


def test_a_neighbor_is_nobody_on_any_screen(as_, cast):
    """Row 37."""
    neighbor, client = cast.membership("stranger", cast.rival), as_("legal")
    for step in range(1, 5):
        assert client.get(remove_url(neighbor, step)).status_code == 404
        assert client.post(remove_url(neighbor, step), {"is_read": "on"}).status_code == 404
    assert client.get(remove_url(cast.membership("external"), 5)).status_code == 404
    assert Membership.objects.filter(pk=neighbor.pk).exists()


def test_the_menu_leads_there_and_says_why_it_is_closed(as_, cast):
    open_for = as_("administrator").get(
        f"/o/alpine/users/{cast.membership('external').pk}/actions/"
    )
    assert remove_url(cast.membership("external")) in open_for.content.decode()
    closed = as_("administrator").get(f"/o/alpine/users/{cast.membership('legal').pk}/actions/")
    assert "Only a legal representative can remove" in closed.content.decode()
