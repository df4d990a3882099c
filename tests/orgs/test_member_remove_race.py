"""Two at once. Each rule has its negative control: without the lock the test would fail."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from console.shell.actor import Actor
from console.shell.models import AuditEntry, OutgoingLetter
from orgs import guards
from orgs.actions.leaving import leave_organization
from orgs.actions.removals import forget_former_members
from orgs.models import FormerMember, Membership
from orgs.reach import as_actor
from tests.orgs.locks import take_out_locks
from tests.orgs.removing import remove
from tests.orgs.test_member_change_role_race import (
    active_legal_representatives,
    at_once,
    demote,
)

pytestmark = pytest.mark.django_db(transaction=True)
Job = Callable[[], object]


def removing(by: Membership, whom: Membership) -> Job:
    actor = as_actor(by)
    return lambda: remove(actor, whom)


def leaving(member: Membership) -> Job:
    actor = Actor(user_id=member.user_id, name=str(member.user))
    return lambda: leave_organization(
        actor=actor, membership_id=member.pk, version=member.version, is_proven=True
    )


def without_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    """The locks taken out, and the meeting point put between the check and the change."""
    meeting = threading.Barrier(2)
    keep = guards.keep_a_legal_representative

    def keep_and_wait(membership: Membership, *sentence: str) -> None:
        keep(membership, *sentence)
        meeting.wait(10)

    take_out_locks(monkeypatch)
    monkeypatch.setattr(guards, "keep_a_legal_representative", keep_and_wait)


@pytest.mark.flow("G6.1", "G1.9")
def test_two_representatives_removing_each_other_leave_one(cast):
    one, two = cast.membership("legal"), cast.membership("legal2")
    assert at_once(removing(one, two), removing(two, one)) == ["Forbidden", "done"]
    assert active_legal_representatives() == 1
    assert FormerMember.objects.count() == 1


def test_without_the_lock_both_would_be_removed(cast, monkeypatch):
    one, two = cast.membership("legal"), cast.membership("legal2")
    without_locks(monkeypatch)
    assert at_once(removing(one, two), removing(two, one)) == ["done", "done"]
    assert active_legal_representatives() == 0


@pytest.mark.flow("G15.5")
def test_two_representatives_leaving_at_once_leave_one(cast):
    one, two = cast.membership("legal"), cast.membership("legal2")
    assert at_once(leaving(one), leaving(two)) == ["Refused", "done"]
    assert active_legal_representatives() == 1


def test_without_the_lock_both_would_leave(cast, monkeypatch):
    one, two = cast.membership("legal"), cast.membership("legal2")
    without_locks(monkeypatch)
    assert at_once(leaving(one), leaving(two)) == ["done", "done"]
    assert active_legal_representatives() == 0


@pytest.mark.flow("G15.5", "G1.9")
def test_leaving_while_the_other_one_is_demoted_leaves_one(cast):
    one, two = cast.membership("legal"), cast.membership("legal2")
    outcomes = at_once(leaving(one), demote(one, two))
    assert outcomes in (["Forbidden", "done"], ["Refused", "done"])
    assert active_legal_representatives() == 1


def test_without_the_lock_nobody_would_be_left(cast, monkeypatch):
    one, two = cast.membership("legal"), cast.membership("legal2")
    without_locks(monkeypatch)
    assert at_once(leaving(one), demote(one, two)) == ["done", "done"]
    assert active_legal_representatives() == 0


def test_one_person_removed_by_two_at_once_is_removed_once(cast):
    member = cast.membership("collaborator")
    outcomes = at_once(
        removing(cast.membership("legal"), member), removing(cast.membership("legal2"), member)
    )
    assert outcomes == ["Overtaken", "done"]
    assert FormerMember.objects.count() == 1
    assert AuditEntry.objects.filter(event="orgs.member.removed").count() == 1
    assert OutgoingLetter.objects.count() == 1


def test_removing_and_changing_the_role_at_once_is_one_of_the_two(cast):
    """Either the role came first and the removal begins anew, or there is nobody to change."""
    member = cast.membership("collaborator")
    outcomes = at_once(
        removing(cast.membership("legal"), member),
        demote(cast.membership("legal2"), member, "external"),
    )
    assert outcomes == ["Overtaken", "done"]
    assert FormerMember.objects.count() == (not Membership.objects.filter(pk=member.pk).exists())


def test_two_beats_at_once_forget_once(cast):
    from django.utils import timezone

    remove(cast.membership("legal"), cast.membership("collaborator"))
    connection.close()
    system, now = Actor.system(cast.alpine.pk), timezone.now()
    job: Job = lambda: forget_former_members(actor=system, removed_before=now)  # noqa: E731
    assert at_once(job, job) == ["done", "done"]
    assert AuditEntry.objects.filter(event="orgs.member.forgotten").count() == 1
