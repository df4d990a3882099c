"""Two at once. Each rule has its negative control: without the lock the test would fail."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError

from console.shell.actions import Refused
from orgs.actions import preferences as preference_actions
from orgs.actions import team_people as people_actions
from orgs.actions import teams as team_actions
from orgs.actions.preferences import set_all_preferences
from orgs.actions.team_people import add_to_team, name_leader
from orgs.actions.teams import create_team, edit_team
from orgs.models import ContactPreference, Membership, Team, TeamMembership
from orgs.models.memberships import TeamQuerySet
from orgs.reach import as_actor
from tests.orgs.locks import take_out_locks
from tests.orgs.test_member_change_role_race import at_once

pytestmark = pytest.mark.django_db(transaction=True)
Job = Callable[[], object]


def without_locks(monkeypatch: pytest.MonkeyPatch) -> None:
    take_out_locks(monkeypatch)
    monkeypatch.setattr(TeamQuerySet, "select_for_update", lambda self, **_: self)


def meeting_after(monkeypatch: pytest.MonkeyPatch, module: object, name: str) -> None:
    """Both wait for each other where the harm is done: after the check, before the change."""
    meeting, asked = threading.Barrier(2), getattr(module, name)

    def ask_and_wait(*args: object, **kwargs: object) -> object:
        answer = asked(*args, **kwargs)
        meeting.wait(10)
        return answer

    monkeypatch.setattr(module, name, ask_and_wait)


def caught(job: Job) -> Job:
    """The database's own no, as an outcome of `at_once`."""

    class Broken(Refused):
        pass

    def run() -> object:
        try:
            return job()
        except IntegrityError:
            raise Broken("") from None

    return run


def leading(cast, by: str, whom: str) -> Job:
    team = Team.objects.get(organization=cast.alpine)
    actor, member = as_actor(cast.membership(by)), cast.membership(whom)
    return lambda: name_leader(actor=actor, team_id=team.pk, membership_id=member.pk, seen=None)


def two_leaders(cast) -> list[Job]:
    team = Team.objects.get(organization=cast.alpine)
    TeamMembership.objects.create(
        organization=cast.alpine, team=team, membership=cast.membership("accounting")
    )
    return [leading(cast, "legal", "collaborator"), leading(cast, "legal2", "accounting")]


@pytest.mark.flow("G1.15")
def test_two_leaders_named_at_once_make_one(cast):
    assert at_once(*two_leaders(cast)) == ["Overtaken", "done"]
    assert TeamMembership.objects.filter(is_leader=True).count() == 1


def test_without_the_lock_the_second_would_not_be_told(cast, monkeypatch):
    """The negative control: the second meets the database's constraint or, if the first has
    ended by then, undoes it without a word."""
    jobs = [caught(job) for job in two_leaders(cast)]
    without_locks(monkeypatch)
    meeting_after(monkeypatch, people_actions, "_leader_of")
    assert at_once(*jobs) in (["Broken", "done"], ["done", "done"])


def making(cast, by: str, name: str) -> Job:
    actor = as_actor(cast.membership(by))
    return lambda: create_team(actor=actor, name=name, description="")


@pytest.mark.flow("G1.15")
def test_two_teams_of_almost_one_name_make_one(cast):
    jobs = [making(cast, "legal", "Café"), making(cast, "legal2", "CAFE")]
    assert at_once(*jobs) == ["Refused", "done"]
    assert Team.objects.exclude(name__startswith="Web").count() == 1


def test_without_the_lock_there_would_be_two(cast, monkeypatch):
    jobs = [making(cast, "legal", "Café"), making(cast, "legal2", "CAFE")]
    without_locks(monkeypatch)
    meeting_after(monkeypatch, team_actions, "has_twin")
    assert at_once(*jobs) == ["done", "done"]
    assert Team.objects.exclude(name__startswith="Web").count() == 2


def test_two_new_names_at_once_make_one_change(cast):
    team = Team.objects.get(organization=cast.alpine)

    def renaming(by: str, name: str) -> Job:
        actor = as_actor(cast.membership(by))
        return lambda: edit_team(actor=actor, team_id=team.pk, name=name, description="", version=0)

    assert at_once(renaming("legal", "One"), renaming("legal2", "Two")) == ["Overtaken", "done"]
    team.refresh_from_db()
    assert team.version == 1


def test_one_person_added_twice_at_once_is_in_once(cast):
    team, member = Team.objects.get(organization=cast.alpine), cast.membership("external")

    def adding(by: str) -> Job:
        actor = as_actor(cast.membership(by))
        return lambda: add_to_team(actor=actor, team_id=team.pk, membership_ids=[member.pk])

    assert at_once(adding("legal"), adding("legal2")) == ["done", "done"]
    assert TeamMembership.objects.filter(membership=member).count() == 1


# --- Contact preferences -----------------------------------------------------------------------


def silencing(cast, part: str) -> Job:
    actor = as_actor(cast.membership(part))
    return lambda: set_all_preferences(actor=actor, group="billing", is_on=False)


def suspending(cast, part: str) -> Job:
    """As an action does: under the lock of the Organization."""
    from django.db import transaction

    from orgs import guards

    member = cast.membership(part)

    def run() -> None:
        with transaction.atomic():
            guards.lock(cast.alpine.pk)
            Membership.objects.filter(pk=member.pk).update(suspended_at="2026-01-01T00:00:00Z")

    return run


@pytest.mark.flow("G1.12")
def test_silencing_while_the_other_one_is_suspended_is_decided_by_one_at_a_time(cast):
    """Either the suspension came first and silencing is refused, or it came second: then the
    one who is left is told all the same."""
    from orgs.topics import wants

    outcomes = at_once(silencing(cast, "legal"), suspending(cast, "legal2"))
    assert outcomes in (["Refused", "done"], ["done", "done"])
    assert bool(ContactPreference.objects.count()) == (outcomes == ["done", "done"])
    assert wants(cast.membership("legal"), "billing.invoice_issued")


def test_without_the_lock_it_would_silence_what_it_should_refuse(cast, monkeypatch):
    """The negative control: the other one is suspended between the check and the change."""
    job = silencing(cast, "legal")
    without_locks(monkeypatch)
    asked = preference_actions.is_heard_anyway

    def ask_then_suspend(membership: Membership) -> bool:
        answer = asked(membership)
        thread = threading.Thread(target=lambda: at_once(suspending(cast, "legal2")))
        thread.start()
        thread.join(10)
        return answer

    monkeypatch.setattr(preference_actions, "is_heard_anyway", ask_then_suspend)
    job()
    assert asked(cast.membership("legal"))  # the only one by then, and silenced nevertheless
    assert ContactPreference.objects.exists()
