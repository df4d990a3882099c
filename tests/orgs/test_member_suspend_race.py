"""Two who suspend at once. Each rule has its negative control: without the lock it would fail."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest

from console.shell.models import AuditEntry, OutgoingLetter
from orgs import guards
from orgs.actions.suspensions import lift_suspension, suspend_member, suspend_members
from orgs.models import Membership, Suspension
from tests.orgs.locks import take_out_locks
from tests.orgs.test_member_change_role_race import (
    active_legal_representatives,
    actor_of,
    at_once,
    demote,
)

pytestmark = pytest.mark.django_db(transaction=True)


def suspend(by: Membership, whom: Membership) -> Callable[[], object]:
    return lambda: suspend_member(actor=actor_of(by), membership_id=whom.pk, reason="race")


def suspend_both(by: Membership, *whom: Membership) -> Callable[[], object]:
    numbers = [each.pk for each in whom]
    return lambda: suspend_members(actor=actor_of(by), membership_ids=numbers)


@pytest.mark.flow("G1.9", "G3.10")
def test_two_legal_representatives_suspending_each_other_leave_one(cast):
    one, two = cast.membership("legal"), cast.membership("legal2")
    assert at_once(suspend(one, two), suspend(two, one)) == ["Forbidden", "done"]
    assert active_legal_representatives() == 1


def test_without_the_lock_both_would_be_out(cast, monkeypatch):
    """The negative control: the locks taken out, and the meeting point put where the harm is
    done, between the check and the change."""
    one, two = cast.membership("legal"), cast.membership("legal2")
    meeting = threading.Barrier(2)
    keep = guards.keep_a_legal_representative

    def keep_and_wait(membership: Membership, *sentence: str) -> None:
        keep(membership, *sentence)
        meeting.wait(10)

    take_out_locks(monkeypatch)
    monkeypatch.setattr(guards, "keep_a_legal_representative", keep_and_wait)
    assert at_once(suspend(one, two), suspend(two, one)) == ["done", "done"]
    assert active_legal_representatives() == 0


def test_one_suspends_while_the_other_demotes(cast):
    one, two = cast.membership("legal"), cast.membership("legal2")
    assert at_once(suspend(one, two), demote(two, one)) == ["Forbidden", "done"]
    assert active_legal_representatives() == 1


def test_two_on_one_person_make_one_suspension(cast):
    member = cast.membership("collaborator")
    one, two = cast.membership("legal"), cast.membership("administrator")
    assert at_once(suspend(one, member), suspend(two, member)) == ["Overtaken", "done"]
    assert Suspension.objects.count() == OutgoingLetter.objects.count() == 1


def test_a_second_of_the_same_hand_makes_one_suspension(cast):
    member, one = cast.membership("collaborator"), cast.membership("legal")
    assert at_once(*[suspend(one, member)] * 3) == ["done", "done", "done"]
    assert Suspension.objects.count() == OutgoingLetter.objects.count() == 1


def test_two_lists_that_overlap_suspend_everybody_once(cast):
    """The rows are locked in one order, so neither waits for the other forever."""
    a, b, c = (cast.membership(part) for part in ("collaborator", "accounting", "external"))
    outcomes = at_once(
        suspend_both(cast.membership("legal"), a, b, c),
        suspend_both(cast.membership("legal2"), c, b, a),
    )
    assert outcomes == ["done", "done"]
    assert Suspension.objects.count() == 3


def test_two_who_lift_at_once_lift_once(cast):
    member = cast.membership("collaborator")
    one, two = cast.membership("legal"), cast.membership("administrator")
    suspend(one, member)()
    jobs = [
        lambda by=by: lift_suspension(actor=actor_of(by), membership_id=member.pk)
        for by in (one, two)
    ]
    assert at_once(*jobs) == ["Overtaken", "done"]
    assert AuditEntry.objects.filter(event="orgs.member.lifted").count() == 1
