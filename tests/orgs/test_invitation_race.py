"""Two at once. The negative control shows what the lock is for."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from django.db import IntegrityError, connection

from auth2fa.models import User
from console.shell.actions import Refused
from console.shell.actor import Actor
from console.shell.models import AuditEntry
from orgs.actions import joining
from orgs.actions.invitations import withdraw_invitation
from orgs.actions.joining import accept_invitation
from orgs.invitations import joining as parts
from orgs.invitations.newcomers import join_with_new_account
from orgs.models import Invitation, Membership
from tests.conftest import Cast
from tests.orgs.inviting import NEW, PASSWORD, actor_of, invite

pytestmark = pytest.mark.django_db(transaction=True)
NOBODY = Actor(user_id=None)


def at_once(*jobs: Callable[[], object]) -> list[str]:
    """Run the jobs in threads that begin together; what each came to."""
    outcomes: list[str] = [""] * len(jobs)
    barrier = threading.Barrier(len(jobs))

    def run(place: int, job: Callable[[], object]) -> None:
        try:
            barrier.wait(10)
            job()
            outcomes[place] = "done"
        except (Refused, IntegrityError) as no:
            outcomes[place] = type(no).__name__
        finally:
            connection.close()

    threads = [threading.Thread(target=run, args=(place, job)) for place, job in enumerate(jobs)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    return sorted(outcomes)


def accepting(row: Invitation, user: User) -> Callable[[], object]:
    return lambda: accept_invitation(actor=NOBODY, digest=row.token_digest, user=user)


def signing_up(row: Invitation) -> Callable[[], object]:
    return lambda: join_with_new_account(
        actor=NOBODY,
        digest=row.token_digest,
        full_name="Nina New",
        password=PASSWORD,
        language="en",
    )


@pytest.mark.flow("G1.13")
def test_one_invitation_accepted_twice_makes_one_membership(cast: Cast) -> None:
    """The same person in two tabs: the second finds the membership of the first."""
    row = invite(cast, cast["stranger"].email)
    assert at_once(*[accepting(row, cast["stranger"])] * 2) == ["done", "done"]
    assert Membership.objects.filter(organization=cast.alpine, user=cast["stranger"]).count() == 1
    assert AuditEntry.objects.filter(event="orgs.member.joined").count() == 1


def test_without_the_lock_the_second_would_break(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: no lock, and a meeting point between the check and the change."""
    row = invite(cast, cast["stranger"].email)
    meeting = threading.Barrier(2)
    refuse = joining.refuse_answer

    def hold(digest: str) -> Invitation:
        return Invitation.objects.select_related("organization", "former").get(token_digest=digest)

    def refuse_and_wait(*args: object) -> None:
        refuse(*args)  # type: ignore[arg-type]
        meeting.wait(10)

    monkeypatch.setattr(joining, "hold_by_digest", hold)
    monkeypatch.setattr(joining, "refuse_answer", refuse_and_wait)
    assert at_once(*[accepting(row, cast["stranger"])] * 2) == ["IntegrityError", "done"]


def test_two_tabs_that_sign_up_make_one_account(cast: Cast) -> None:
    row = invite(cast)
    assert at_once(signing_up(row), signing_up(row)) == ["Refused", "done"]
    user = User.objects.get(email=NEW)
    assert Membership.objects.get(user=user).organization == cast.alpine
    assert AuditEntry.objects.filter(event="auth2fa.person.joined").count() == 1


def test_withdrawn_and_accepted_at_once_is_one_of_the_two(cast: Cast) -> None:
    row = invite(cast, cast["stranger"].email)
    actor = actor_of(cast.membership("administrator"))
    outcomes = at_once(
        accepting(row, cast["stranger"]),
        lambda: withdraw_invitation(actor=actor, invitation_id=row.pk),
    )
    assert outcomes in (["Overtaken", "done"], ["Refused", "done"])
    row.refresh_from_db()
    joined = Membership.objects.filter(organization=cast.alpine, user=cast["stranger"]).exists()
    assert joined == (row.accepted_at is not None)
    assert joined != (row.withdrawn_at is not None)


def test_demoting_the_inviter_and_accepting_at_once_never_gives_too_much(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Whoever has the lock first: a membership is made only while the inviter may give it."""
    row = invite(cast, cast["stranger"].email, role="legal_representative")
    seen = []
    refuse = parts.standing_of

    def noting(invitation: Invitation) -> object:
        seen.append(refuse(invitation))
        return seen[-1]

    monkeypatch.setattr(parts, "standing_of", noting)

    def demote() -> None:
        from orgs.actions.members import change_role

        change_role(
            actor=actor_of(cast.membership("legal2")),
            membership_id=cast.membership("legal").pk,
            role="collaborator",
            has_accounting=False,
            version=0,
            is_proven=True,
        )

    outcomes = at_once(accepting(row, cast["stranger"]), demote)
    joined = Membership.objects.filter(organization=cast.alpine, user=cast["stranger"]).exists()
    assert joined == (seen == ["open"])
    assert outcomes == (["done", "done"] if joined else ["Refused", "done"])
