"""Two at once. Each rule has its negative control: without the lock the test would fail."""

from __future__ import annotations

import threading
from collections.abc import Callable
from contextlib import contextmanager

import pytest
from django.db import connection, transaction

from console.shell.actions import Refused
from console.shell.actor import Actor
from console.shell.models import OutgoingLetter
from orgs import guards
from orgs.actions import members
from orgs.actions.members import change_role
from orgs.models import Membership
from tests.orgs.locks import take_out_locks

pytestmark = pytest.mark.django_db(transaction=True)


def actor_of(membership: Membership) -> Actor:
    return Actor(
        user_id=membership.user_id,
        name=str(membership.user),
        organization_id=membership.organization_id,
        membership_id=membership.pk,
        role=membership.role,
    )


def at_once(*jobs: Callable[[], object]) -> list[str]:
    """Run the jobs in threads that begin together; what each came to, by name."""
    outcomes: list[str] = [""] * len(jobs)
    barrier = threading.Barrier(len(jobs))

    def run(place: int, job: Callable[[], object]) -> None:
        try:
            barrier.wait(10)
            job()
            outcomes[place] = "done"
        except Refused as no:
            outcomes[place] = type(no).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, job)) for place, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(outcomes)


def demote(by: Membership, whom: Membership, role: str = "collaborator") -> Callable[[], object]:
    return lambda: change_role(
        actor=actor_of(by),
        membership_id=whom.pk,
        role=role,
        has_accounting=False,
        version=whom.version,
        is_proven=True,
    )


def active_legal_representatives() -> int:
    return Membership.objects.filter(
        organization__slug="alpine", role="legal_representative", suspended_at=None
    ).count()


@pytest.mark.flow("G1.9")
def test_two_legal_representatives_demoting_each_other_leave_one(cast):
    one, two = cast.membership("legal"), cast.membership("legal2")
    assert at_once(demote(one, two), demote(two, one)) == ["Forbidden", "done"]
    assert active_legal_representatives() == 1


def test_without_the_lock_both_would_go(cast, monkeypatch):
    """The negative control: the same race, the locks taken out, and the meeting point put
    where the harm is done, between the check and the change."""
    one, two = cast.membership("legal"), cast.membership("legal2")
    meeting = threading.Barrier(2)
    keep = guards.keep_a_legal_representative

    def keep_and_wait(membership: Membership) -> None:
        keep(membership)
        meeting.wait(10)

    take_out_locks(monkeypatch)
    monkeypatch.setattr(guards, "keep_a_legal_representative", keep_and_wait)
    assert at_once(demote(one, two), demote(two, one)) == ["done", "done"]
    assert active_legal_representatives() == 0


def test_two_administrators_on_one_role_make_one_change(cast):
    member = cast.membership("collaborator")
    outcomes = at_once(
        demote(cast.membership("legal"), member, "external"),
        demote(cast.membership("legal2"), member, "administrator"),
    )
    assert outcomes == ["Overtaken", "done"]
    assert OutgoingLetter.objects.count() == 1
    member.refresh_from_db()
    assert member.version == 1


def test_without_the_version_the_last_one_would_win(cast, monkeypatch):
    """The negative control: with the version looked up instead of sent, both succeed."""
    member = cast.membership("collaborator")
    held = members.hold_member

    class Agreeing(int):
        """A version that equals any other."""

        def __eq__(self, other: object) -> bool:
            return True

        def __ne__(self, other: object) -> bool:
            return False

        __hash__ = int.__hash__

    def agreeing(actor: Actor, membership_id: int) -> Membership:
        row = held(actor, membership_id)
        row.version = Agreeing(row.version)
        return row

    monkeypatch.setattr(members, "hold_member", agreeing)
    outcomes = at_once(
        demote(cast.membership("legal"), member, "external"),
        demote(cast.membership("legal2"), member, "administrator"),
    )
    assert outcomes == ["done", "done"]
    assert OutgoingLetter.objects.count() == 2


@contextmanager
def rolled_back():
    class Stop(Exception):
        pass

    try:
        with transaction.atomic():
            yield
            raise Stop
    except Stop:
        pass


def test_a_rollback_takes_the_letter_with_it(cast):
    with rolled_back():
        demote(cast.membership("legal"), cast.membership("collaborator"), "external")()
        assert OutgoingLetter.objects.count() == 1
    assert OutgoingLetter.objects.count() == 0
    assert cast.membership("collaborator").role == "collaborator"
