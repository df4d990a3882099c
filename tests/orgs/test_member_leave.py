"""Leaving an Organization by oneself, from the list of one's own."""

from __future__ import annotations

import re
from typing import Any

import pytest

from console.shell.actions import Overtaken, Refused
from console.shell.actor import Actor
from console.shell.models import AuditEntry, OutgoingLetter
from orgs import following
from orgs.actions.leaving import leave_organization
from orgs.following import Follower, Objection
from orgs.models import FormerMember, Membership
from tests.conftest import join
from tests.orgs.removing import hidden

pytestmark = pytest.mark.django_db
LEAVE = "/me/organizations/alpine/leave/"
MINE = "/me/organizations/"
HTMX = {"HX-Request": "true", "HX-Target": "dialog", "HX-Current-URL": f"http://testserver{MINE}"}


def leave(client: Any, url: str = LEAVE, **extra: Any) -> Any:
    page = client.get(url)
    values = {"version": hidden(page, "version"), "seen": hidden(page, "seen")}
    return client.post(url, values, **extra)


def by_action(membership: Membership, **more: Any) -> FormerMember:
    actor = Actor(user_id=membership.user_id, name=str(membership.user))
    values = {"version": membership.version, "is_proven": True, **more}
    return leave_organization(actor=actor, membership_id=membership.pk, **values)


@pytest.mark.flow("G15.4")
def test_the_icon_right_of_each_name_leads_to_it(as_, cast):
    text = as_("collaborator").get(MINE).content.decode()
    link = re.search(r'<a class="button quiet square"[^>]*>', text)
    assert link
    assert LEAVE in link.group()
    assert 'aria-label="Leave Alpine ALPINEMARK"' in link.group()
    clients = as_("partner_full").get(MINE).content.decode()
    assert "Alpine ALPINEMARK" in clients
    assert LEAVE not in clients


@pytest.mark.flow("G15.4", "G15.5")
def test_it_ends_the_membership_after_saying_what_ends(as_, cast):
    client = as_("collaborator")
    text = client.get(LEAVE).content.decode()
    assert "The role Collaborator, with" in text
    assert "<li>Web ALPINEMARK</li>" in text
    assert "you cannot come back by yourself" in text
    response = leave(client)
    assert response["Location"] == MINE
    page = client.get(MINE).content.decode()
    assert "You have left Alpine ALPINEMARK." in page
    assert "You are in no organization yet" in page
    assert "New organization" in page
    assert client.get("/o/alpine/").status_code == 404
    former = FormerMember.objects.get()
    assert (former.has_left, former.removed_by) == (True, "Cora Collaborator ALPINEMARK")
    assert "orgs.teams" in former.snapshot


def test_it_goes_in_the_dialog_too(as_, cast):
    client = as_("external")
    dialog = client.get(LEAVE, headers=HTMX)
    assert dialog.content.decode().lstrip().startswith("<dialog")
    response = leave(client, headers=HTMX)
    assert response.status_code == 200
    assert response["HX-Retarget"] == "#main"
    assert "You have left Alpine ALPINEMARK." in response.content.decode()


def test_the_log_and_the_letters_tell_of_it(as_, cast):
    member = cast.membership("collaborator")
    leave(as_("collaborator"))
    entry = AuditEntry.objects.get(event="orgs.member.left")
    assert (entry.organization_id, entry.actor_id) == (cast.alpine.pk, member.user_id)
    assert entry.before["role"] == "collaborator"
    assert [each["name"] for each in entry.before["teams"]] == ["Web ALPINEMARK"]
    assert entry.before["person_id"] == member.user_id
    letters = {letter.to: letter for letter in OutgoingLetter.objects.all()}
    assert set(letters) == {cast[part].email for part in ("collaborator", "legal", "legal2")}
    assert letters[cast["collaborator"].email].subject == "You have left Alpine ALPINEMARK"
    notice = letters[cast["legal"].email]
    assert notice.subject == "Cora Collaborator ALPINEMARK has left Alpine ALPINEMARK"
    assert "/o/alpine/users/removed/" in notice.text
    listed = as_("legal").get("/o/alpine/users/removed/").content.decode()
    assert "Left by themselves" in listed


# --- What stands against it ---------------------------------------------------------------------


@pytest.mark.flow("G15.5", "G1.9")
def test_the_only_active_representative_stays_and_is_told_what_to_do(as_, cast):
    Membership.objects.filter(pk=cast.membership("legal2").pk).update(
        suspended_at="2026-01-01T00:00Z"
    )
    client = as_("legal")
    text = client.get(LEAVE).content.decode()
    assert "You are the only active legal representative of Alpine ALPINEMARK." in text
    assert 'href="/o/alpine/users/"' in text
    assert '<button class="button danger"' not in text
    response = client.post(LEAVE, {"version": "0", "seen": "x"})
    assert response.status_code == 422
    assert Membership.objects.filter(user=cast["legal"]).exists()
    Membership.objects.filter(user=cast["administrator"]).update(role="legal_representative")
    assert leave(client).status_code == 302


@pytest.mark.flow("G15.5")
def test_the_last_person_stays(as_, cast):
    text = as_("stranger").get("/me/organizations/rival/leave/").content.decode()
    assert "You are the only person in Rival RIVALMARK." in text
    with pytest.raises(Refused, match="only person"):
        by_action(cast.membership("stranger", cast.rival))


@pytest.mark.flow("G15.6")
def test_what_another_app_holds_stands_against_it(as_, cast, monkeypatch):
    class Suite(Follower):
        def object(self, membership: Membership) -> list[Objection]:
            return [
                Objection("Your seat in the Suite must be given up first.", "/o/alpine/", "See it")
            ]

    monkeypatch.setitem(following._followers, "tests.suite", Suite())
    text = as_("collaborator").get(LEAVE).content.decode()
    assert "Your seat in the Suite must be given up first." in text
    assert '<a href="/o/alpine/">See it</a>' in text
    response = as_("collaborator").post(LEAVE, {"version": "0", "seen": "x"})
    assert response.status_code == 422
    assert Membership.objects.filter(user=cast["collaborator"]).exists()


@pytest.mark.flow("G15.5")
def test_whoever_is_suspended_stays_until_somebody_has_looked(as_, cast):
    text = as_("suspended").get(LEAVE).content.decode()
    assert "You are suspended in Alpine ALPINEMARK." in text
    with pytest.raises(Refused, match="suspended"):
        by_action(cast.membership("suspended"))


def test_an_administrator_proves_who_they_are_first(as_, cast):
    client = as_("administrator", fresh=False)
    response = leave(client)
    assert response["Location"].startswith("/accounts/reauthenticate/?next=")
    assert Membership.objects.filter(user=cast["administrator"]).exists()
    assert leave(as_("collaborator", fresh=False)).status_code == 302


def test_a_change_meanwhile_is_seen_before_one_leaves(as_, cast):
    client = as_("collaborator")
    page = client.get(LEAVE)
    values = {"version": hidden(page, "version"), "seen": hidden(page, "seen")}
    Membership.objects.filter(user=cast["collaborator"]).update(role="external", version=1)
    response = client.post(LEAVE, values)
    assert response.status_code == 409
    text = response.content.decode()
    assert "meanwhile changed" in text
    assert "The role External, with" in text
    assert leave(client).status_code == 302


# --- Whose --------------------------------------------------------------------------------------


def test_nobody_leaves_for_somebody_else(as_, cast):
    with pytest.raises(Overtaken):
        leave_organization(
            actor=Actor(user_id=cast["legal"].pk, name="Lara"),
            membership_id=cast.membership("collaborator").pk,
            version=0,
            is_proven=True,
        )
    for part in ("stranger", "partner_full"):
        assert as_(part).get(LEAVE).status_code == 404
        assert as_(part).post(LEAVE, {"version": "0", "seen": "x"}).status_code == 404
    assert as_("legal").get("/me/organizations/nowhere/leave/").status_code == 404


def test_the_other_organizations_never_notice(as_, cast):
    join(cast["collaborator"], cast.rival, "external")
    client = as_("collaborator")
    leave(client)
    assert client.get("/o/rival/").status_code == 200
    assert not FormerMember.objects.filter(organization=cast.rival).exists()


def test_a_second_click_leads_to_the_list(as_, cast):
    client = as_("collaborator")
    page = client.get(LEAVE)
    values = {"version": hidden(page, "version"), "seen": hidden(page, "seen")}
    for _click in range(2):
        assert client.post(LEAVE, values)["Location"] == MINE
    assert FormerMember.objects.count() == 1
    assert "You are not in this organization any more." in client.get(MINE).content.decode()


@pytest.mark.parametrize("values", [{}, {"version": "a", "seen": "x"}, {"version": "0"}])
def test_an_incomplete_form_is_said_so(as_, cast, values):
    response = as_("collaborator").post(LEAVE, values)
    assert response.status_code == 422
    assert "This form is incomplete. Open it again." in response.content.decode()
