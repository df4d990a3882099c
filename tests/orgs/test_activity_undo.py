"""Taking back a change from the log: by the ordinary action, once, and never over a later one."""

from __future__ import annotations

import re
import threading
from typing import Any

import pytest
from django.db import connection

from console.shell.actions import Refused
from console.shell.actor import Actor
from console.shell.models import AuditEntry, OutgoingLetter
from orgs import guards
from orgs.actions.members import change_role
from orgs.models import Membership, Organization
from orgs.reach import as_actor
from orgs.undo import Undo
from tests.log import write_entry

LIST = "/o/alpine/activity/"
HTMX = {"HX-Request": "true", "HX-Target": "dialog"}


def change(cast: Any, part: str, role: str, *, by: str = "legal", accounting: bool = False) -> int:
    """Change a role by the action; the number of its entry."""
    member = cast.membership(part)
    change_role(
        actor=as_actor(cast.membership(by)),
        membership_id=member.pk,
        role=role,
        has_accounting=accounting,
        version=member.version,
        is_proven=True,
    )
    return AuditEntry.objects.filter(organization_id=cast.alpine.pk).latest("number").number


def undo_url(number: int) -> str:
    return f"{LIST}{number}/undo/"


def role_of(cast: Any, part: str) -> tuple[str, bool]:
    member = cast.membership(part)
    return member.role, member.has_accounting


@pytest.mark.django_db
@pytest.mark.flow("GX.2")
def test_it_gives_the_former_role_back_and_both_stand_in_the_log(as_, cast):
    number = change(cast, "accounting", "external")
    browser = as_("administrator")
    assert f'href="{undo_url(number)}"' in browser.get(LIST).content.decode()
    dialog = browser.get(undo_url(number), headers=HTMX).content.decode()
    assert "will be Collaborator again, with the accounting right." in dialog
    OutgoingLetter.objects.all().delete()
    assert browser.post(undo_url(number)).status_code == 302
    assert role_of(cast, "accounting") == ("collaborator", True)
    entry = AuditEntry.objects.get(undoes=number)
    assert (entry.event, entry.actor_id) == ("orgs.member.role_changed", cast["administrator"].pk)
    assert entry.before == {"role": "external", "has_accounting": False}
    assert OutgoingLetter.objects.get().to == cast["accounting"].email
    html = browser.get(LIST).content.decode()
    assert re.search(rf"\?number={number}\"[^>]*>Undoes No\. {number}<", html)
    assert re.search(rf"\?number={entry.number}\"[^>]*>Undone by No\. {entry.number}<", html)
    assert f'href="{undo_url(number)}"' not in html
    assert f'href="{undo_url(entry.number)}"' in html


@pytest.mark.django_db
def test_with_htmx_the_list_shows_the_new_truth(as_, cast):
    number = change(cast, "collaborator", "external")
    response = as_("administrator").post(
        undo_url(number), headers={**HTMX, "HX-Current-URL": f"http://testserver{LIST}"}
    )
    assert response["HX-Retarget"] == "#main"
    html = response.content.decode()
    assert f"Undone by No. {number + 1}" in html
    assert "Undone: Role changed." in html


@pytest.mark.django_db
def test_what_was_undone_can_itself_be_undone(as_, cast):
    number = change(cast, "collaborator", "external")
    browser = as_("administrator")
    browser.post(undo_url(number))
    browser.post(undo_url(number + 1))
    assert role_of(cast, "collaborator") == ("external", False)
    again = browser.post(undo_url(number))
    assert again.status_code == 422
    assert f"undone already, by entry {number + 1}" in again.content.decode()


def refused(browser: Any, number: int, sentence: str, status: int = 422) -> None:
    """Refused by the button and by the address, with the same sentence; nothing is written."""
    before = AuditEntry.objects.count(), OutgoingLetter.objects.count()
    for headers in ({}, HTMX):
        looked = browser.get(undo_url(number), headers=headers)
        assert looked.status_code == 200
        assert sentence in looked.content.decode()
        assert "Undo this change" not in looked.content.decode()
        answer = browser.post(undo_url(number), headers=headers)
        assert answer.status_code == status
        assert sentence in answer.content.decode()
    assert (AuditEntry.objects.count(), OutgoingLetter.objects.count()) == before


@pytest.mark.django_db
def test_it_is_refused_when_a_later_change_stands_on_it(as_, cast):
    number = change(cast, "collaborator", "external")
    change(cast, "collaborator", "administrator")
    refused(as_("legal"), number, "This was changed again since.")


@pytest.mark.django_db
def test_it_is_refused_when_the_person_is_gone(as_, cast):
    number = change(cast, "collaborator", "external")
    cast.membership("collaborator").delete()
    refused(as_("legal"), number, "is not in the organization any more.")


@pytest.mark.django_db
def test_nobody_undoes_what_they_could_not_do(as_, cast):
    """The ceiling: an administrator neither makes nor unmakes a legal representative."""
    number = change(cast, "legal2", "administrator")
    refused(as_("administrator"), number, "You cannot give or take a role above your own.")
    own = change(cast, "administrator", "collaborator")
    assert as_("administrator").get(undo_url(own)).status_code == 403


@pytest.mark.django_db
def test_nobody_undoes_a_change_of_their_own_role(as_, cast):
    number = change(cast, "administrator", "collaborator")
    change(cast, "administrator", "administrator")
    refused(as_("administrator"), number + 1, "Nobody changes their own role", status=403)


@pytest.mark.django_db
def test_the_last_legal_representative_stays_one(cast, monkeypatch):
    """Undone would be the entry that made the only one there is."""
    number = change(cast, "administrator", "legal_representative")
    Membership.objects.filter(organization=cast.alpine, role="legal_representative").exclude(
        user=cast["administrator"]
    ).update(suspended_at="2026-01-01T00:00Z")
    undo = Undo(Actor.system(cast.alpine.pk), AuditEntry.objects.get(number=number))
    monkeypatch.setattr("orgs.undo_members.may_grant", lambda actor, role: True)
    monkeypatch.setattr("orgs.actions.members.may_grant", lambda actor, role: True)
    with pytest.raises(Refused, match="is the only active legal representative"):
        undo.run(is_proven=True)
    assert role_of(cast, "administrator")[0] == "legal_representative"


@pytest.mark.django_db
def test_it_asks_for_fresh_proof_where_the_change_itself_would(as_, cast):
    number = change(cast, "administrator", "collaborator")
    stale = as_("legal", fresh=False)
    assert (
        "You will be asked to prove that it is you." in stale.get(undo_url(number)).content.decode()
    )
    answer = stale.post(undo_url(number))
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/")
    assert role_of(cast, "administrator") == ("collaborator", False)
    assert as_("legal").post(undo_url(number)).status_code == 302
    assert role_of(cast, "administrator") == ("administrator", False)


@pytest.mark.django_db
def test_what_has_no_way_back_says_so(as_, cast):
    number = write_entry(
        organization_id=cast.alpine.pk, event="orgs.access.refused", actor_name="Somebody"
    ).number
    assert f'href="{undo_url(number)}"' not in as_("legal").get(LIST).content.decode()
    refused(as_("legal"), number, "cannot be undone from the log")


@pytest.mark.django_db
def test_an_entry_of_another_log_is_not_there(as_, cast):
    write_entry(organization_id=cast.rival.pk, event="orgs.member.role_changed")
    write_entry(person_id=cast["legal"].pk, event="auth2fa.session.began")
    for number in (1, 2, 99):
        assert as_("legal").get(undo_url(number)).status_code == 404
        assert as_("legal").post(undo_url(number)).status_code == 404


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_locked", [True, False])
def test_two_at_once_undo_it_once(cast, monkeypatch, is_locked):
    """And the control: without the lock of the Organization both find it undone by nobody."""
    number = change(cast, "collaborator", "external")
    entry = AuditEntry.objects.get(number=number)
    barrier, refusals = threading.Barrier(2), []
    if not is_locked:
        both = threading.Barrier(2)
        find = Undo.find
        monkeypatch.setattr(guards, "lock", lambda pk: Organization.objects.get(pk=pk))
        monkeypatch.setattr(Undo, "find", lambda self: (find(self), both.wait(5))[0])

    def run(part: str) -> None:
        try:
            actor = as_actor(cast.membership(part))
            barrier.wait()
            Undo(actor, entry).run(is_proven=True)
        except Refused as no:
            refusals.append(str(no))
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=[part]) for part in ("legal", "legal2")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert AuditEntry.objects.filter(undoes=number).count() == 1
    assert role_of(cast, "collaborator") == ("collaborator", False)
    if is_locked:
        assert refusals == [f"This was undone already, by entry {number + 1}."]
    else:
        assert refusals != [f"This was undone already, by entry {number + 1}."]
