"""Signing in, failing to, and ending sessions."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.sessions.models import Session
from django.utils import timezone

from auth2fa.bridge import UserSession
from auth2fa.history import ADDRESS_TYPED, refusals_since
from auth2fa.limits import FAILURE_LETTER, take
from auth2fa.models import User
from auth2fa.places import note_place
from console.shell.actions import action
from console.shell.actor import Actor
from console.shell.audit import record

# So many failures within an hour are told to the owner of the account, once an hour (E12).
FAILURES_TOLD = 5
FAILURES_WITHIN = timedelta(hours=1)


@action
def begin_session(*, actor: Actor, user: User, browser: str, is_first: bool) -> None:
    """Note a sign-in and the place it came from; tell the person as they asked (E12).

    `is_first` is the sign-in that a sign-up ends with: no news to who just made the account.
    """
    # Nothing refuses here: who comes this far has proved who they are.

    is_new_place = note_place(user=user, browser=browser, ip=actor.ip)

    record(
        "auth2fa.session.began",
        actor,
        user,
        person_id=user.pk,
        after={"browser": browser, "new_place": is_new_place},
        is_first=is_first,
    )


@action
def refuse_session(*, actor: Actor, user: User, browser: str, kind: str = ADDRESS_TYPED) -> None:
    """Note a failed proof of identity in the log of the account it was tried on.

    The fifth within an hour is told by letter, at most one an hour.
    """
    failures = refusals_since(user, timezone.now() - FAILURES_WITHIN) + 1

    # Nothing changes: this action only records.
    is_told = failures >= FAILURES_TOLD and take(FAILURE_LETTER, str(user.pk))

    record(
        "auth2fa.session.refused",
        actor,
        user,
        person_id=user.pk,
        after={"browser": browser, "tried": kind},
        is_told=is_told,
        failures=failures,
    )


@action
def end_session(*, actor: Actor, user: User, session_key: str, why: str) -> None:
    """End one session; `why` is `signed_out`, `by_owner`, `idle` or `absolute`. Twice is once."""
    row = UserSession.objects.filter(user=user, session_key=session_key).first()
    found = Session.objects.filter(session_key=session_key)
    if row is None and not found.exists():
        return

    found.delete()
    if row is not None:
        row.delete()

    record(
        "auth2fa.session.ended",
        actor,
        user,
        person_id=user.pk,
        before={"ip": row.ip if row else None, "began_at": row.created_at if row else None},
        after={"why": why},
    )


@action
def end_other_sessions(*, actor: Actor, user: User, session_key: str, why: str = "by_owner") -> int:
    """End every session of the person but the one named; returns how many there were."""
    rows = UserSession.objects.filter(user=user).exclude(session_key=session_key)
    keys = list(rows.values_list("session_key", flat=True))
    if not keys:
        return 0

    Session.objects.filter(session_key__in=keys).delete()
    rows.filter(session_key__in=keys).delete()

    record(
        "auth2fa.session.others_ended",
        actor,
        user,
        person_id=user.pk,
        after={"why": why, "count": len(keys)},
    )
    return len(keys)
