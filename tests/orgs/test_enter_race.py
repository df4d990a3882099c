"""Whoever waits for the lock sees what was changed meanwhile, their own role included."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import pytest
from django.db import connection, transaction

from console.shell.actions import Forbidden, Overtaken
from orgs import guards
from orgs.holding import enter
from orgs.models import Membership, Organization
from orgs.reach import as_actor
from tests.conftest import Cast
from tests.orgs.locks import take_out_locks

pytestmark = pytest.mark.django_db(transaction=True)
WAITING = "SELECT count(*) FROM pg_stat_activity WHERE wait_event_type = 'Lock'"


def entering_after(cast: Cast, change: Callable[[], object], *, waits: bool = True) -> str:
    """What comes of an administrator who asks for the lock while `change` is being made."""
    actor, outcomes = as_actor(cast.membership("administrator")), []

    def run() -> None:
        try:
            with transaction.atomic():
                enter(actor)
            outcomes.append("entered")
        except (Forbidden, Overtaken) as no:
            outcomes.append(type(no).__name__)
        finally:
            connection.close()

    second = threading.Thread(target=run)
    with transaction.atomic():
        guards.lock(cast.alpine.pk)
        change()
        second.start()
        until = time.monotonic() + 10
        while waits and not _is_anybody_waiting():
            assert time.monotonic() < until
        if not waits:
            second.join(10)
    second.join(10)
    return outcomes[0]


def _is_anybody_waiting() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_stat_clear_snapshot()")
        cursor.execute(WAITING)
        return bool(cursor.fetchone()[0])


def demoting(cast: Cast) -> Callable[[], object]:
    rows = Membership.objects.filter(pk=cast.membership("administrator").pk)
    return lambda: rows.update(role="external")


def test_who_waits_while_nothing_changes_enters(cast: Cast) -> None:
    assert entering_after(cast, lambda: None) == "entered"


def test_who_lost_the_role_while_waiting_is_refused(cast: Cast) -> None:
    assert entering_after(cast, demoting(cast)) == "Forbidden"


def test_who_was_removed_while_waiting_is_refused(cast: Cast) -> None:
    rows = Membership.objects.filter(pk=cast.membership("administrator").pk)
    assert entering_after(cast, rows.delete) == "Forbidden"


def test_an_organization_that_was_deleted_while_waiting_is_said_to_be(cast: Cast) -> None:
    rows = Organization.objects.filter(pk=cast.alpine.pk)
    assert entering_after(cast, rows.delete) == "Overtaken"


def test_without_the_lock_the_old_role_would_do(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control."""
    take_out_locks(monkeypatch)
    assert entering_after(cast, demoting(cast), waits=False) == "entered"


def test_the_organization_is_locked_before_the_member(cast: Cast) -> None:
    """In the order of everybody else, so that no two wait for each other."""
    actor, seen = as_actor(cast.membership("administrator")), Seen()
    with transaction.atomic(), connection.execute_wrapper(seen):
        enter(actor)
    (sql,) = seen.statements
    assert sql.endswith('FOR UPDATE OF "orgs_organization", "orgs_membership"')


class Seen:
    """The statements that went by."""

    def __init__(self) -> None:
        self.statements: list[str] = []

    def __call__(self, execute: Callable[..., object], sql: str, *more: object) -> object:
        self.statements.append(sql)
        return execute(sql, *more)
