"""Two at once on one Organization. Each rule has its negative control."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import connection

from console.shell.actions import Refused
from console.shell.actor import Actor
from orgs import closing
from orgs.actions import details
from orgs.actions.closing import close_organization
from orgs.actions.invitations import invite_member
from orgs.actions.joining import accept_invitation
from orgs.actions.security import set_idle_hours
from orgs.models import Membership, Organization
from tests.conftest import make_organization, make_person
from tests.orgs.details import fields
from tests.orgs.inviting import actor_of
from tests.orgs.locks import take_out_locks

pytestmark = pytest.mark.django_db(transaction=True)
Job = Callable[[], object]


def at_once(*jobs: Job) -> list[str]:
    """Run the jobs in threads that begin together; what each came to, in their order."""
    outcomes: list[str] = [""] * len(jobs)
    barrier = threading.Barrier(len(jobs))

    def run(place: int, job: Job) -> None:
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
    return outcomes


@pytest.fixture
def lonely(transactional_db: None) -> Organization:
    return make_organization("lonely", "LONELYMARK")


@pytest.fixture
def owner(lonely: Organization) -> Membership:
    return make_person("Olga Owner", lonely, "legal_representative").memberships.get()


def close(owner: Membership) -> Job:
    return lambda: close_organization(
        actor=actor_of(owner), name="Lonely LONELYMARK", is_proven=True
    )


def join(owner: Membership) -> Job:
    """Somebody who was invited, about to press *Join*."""
    guest = make_person("Gustav Guest")
    invitation = invite_member(
        actor=actor_of(owner), email=guest.email, role="collaborator", is_proven=True
    )
    actor = Actor(user_id=guest.pk, name=str(guest))
    return lambda: accept_invitation(actor=actor, digest=invitation.token_digest, user=guest)


@pytest.mark.flow("G15.7")
def test_joining_and_deleting_at_once_never_both_work(owner: Membership) -> None:
    outcomes = at_once(close(owner), join(owner))
    joined = Membership.objects.filter(user__full_name__startswith="Gustav").exists()
    exists = Organization.objects.filter(slug="lonely").exists()
    assert sorted(outcomes)[-1] == "done"
    assert outcomes.count("done") == 1, outcomes
    assert (joined, exists) in {(True, True), (False, False)}


def test_without_the_lock_a_person_would_join_nothing(
    owner: Membership, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: the locks taken out, and the meeting point put between the check
    and the deletion; the guest joins in between and is deleted along."""
    asked, joined = threading.Event(), threading.Event()
    nobody_else = closing.nobody_else

    def ask_and_wait(organization: Organization, person_id: int | None) -> object:
        answer = nobody_else(organization, person_id)
        asked.set()
        assert joined.wait(10)
        return answer

    sentence, _ask = closing._asked["orgs.people"]
    monkeypatch.setitem(closing._asked, "orgs.people", (sentence, ask_and_wait))
    take_out_locks(monkeypatch)
    accept = join(owner)

    def join_between() -> None:
        assert asked.wait(10)
        accept()
        joined.set()

    assert at_once(close(owner), join_between) == ["done", "done"]
    assert not Membership.objects.filter(user__full_name__startswith="Gustav").exists()


def test_two_tabs_delete_once(owner: Membership) -> None:
    outcomes = at_once(close(owner), close(owner))
    assert sorted(outcomes) == ["Overtaken", "done"]


def test_two_administrators_on_the_details_make_one_change(cast: object) -> None:
    outcomes = at_once(*_two_changes(cast))
    assert sorted(outcomes) == ["Overtaken", "done"]
    alpine = Organization.objects.get(slug="alpine")
    assert alpine.version == 1
    assert alpine.city in {"Chur", "Bern"}


def test_without_the_lock_the_last_one_would_win(
    cast: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: both read the same version, then both write."""
    meeting = threading.Barrier(2)
    take_out_locks(monkeypatch)
    decide = details.policy.decide

    def decide_and_wait(*asked: object, **more: object) -> object:
        answer = decide(*asked, **more)  # type: ignore[arg-type]
        meeting.wait(10)
        return answer

    monkeypatch.setattr(details.policy, "decide", decide_and_wait)
    assert at_once(*_two_changes(cast)) == ["done", "done"]
    assert Organization.objects.get(slug="alpine").version == 2


def _two_changes(cast: object) -> list[Job]:
    def change(part: str, city: str) -> Job:
        typed = {**fields(cast, city=city)}  # type: ignore[arg-type]
        version = int(typed.pop("version"))
        actor = actor_of(cast.membership(part))  # type: ignore[attr-defined]
        return lambda: details.change_details(actor=actor, version=version, **typed)

    return [change("legal", "Chur"), change("administrator", "Bern")]


def test_two_rules_at_once_make_one_choice(cast: object) -> None:
    def choose(part: str, hours: int) -> Job:
        actor = actor_of(cast.membership(part))  # type: ignore[attr-defined]
        return lambda: set_idle_hours(actor=actor, idle_hours=hours, was=None)

    assert sorted(at_once(choose("legal", 1), choose("administrator", 2))) == [
        "Overtaken",
        "done",
    ]
