"""The health check of a connection: no question while nothing happened, the truth when it did."""

from __future__ import annotations

import select
from collections.abc import Iterator

import pytest
from django.db import connection
from django.db.backends.postgresql.base import DatabaseWrapper as Usual

from console.shell.postgres.base import DatabaseWrapper

pytestmark = pytest.mark.django_db


@pytest.fixture
def used() -> Iterator[DatabaseWrapper]:
    """A connection of its own, that has answered a statement."""
    other = connection.copy()
    assert isinstance(other, DatabaseWrapper)
    with other.cursor() as cursor:
        cursor.execute("SELECT 1")
    yield other
    other.close()


def test_a_quiet_connection_is_asked_nothing(
    used: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(Usual, "is_usable", lambda self: pytest.fail("asked"))
    assert used.is_usable()


def test_one_that_the_server_ended_is_not_usable(used: DatabaseWrapper) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [used.connection.info.backend_pid])
        assert cursor.fetchone() == (True,)
    assert not used.is_usable()


def test_one_that_has_something_to_say_is_asked(
    used: DatabaseWrapper, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A notification is no reason to give it up."""
    asked: list[bool] = []

    def ask(self: Usual) -> bool:
        asked.append(True)
        return bool(usual(self))

    usual = Usual.is_usable
    monkeypatch.setattr(Usual, "is_usable", ask)
    with used.cursor() as cursor:
        cursor.execute("LISTEN health")
    other = connection.copy()
    with other.cursor() as cursor:
        cursor.execute("NOTIFY health")
    other.close()
    assert select.select([used.connection.fileno()], [], [], 10)[0]
    assert used.is_usable()
    assert asked == [True]
    assert used.is_usable(), "what it had to say is read"
    assert asked == [True]


def test_one_that_is_closed_is_not_usable(used: DatabaseWrapper) -> None:
    used.connection.close()
    assert not used.is_usable()
    used.close()
    assert not used.is_usable()


def test_a_request_finds_a_new_one_after_the_server_was_away(used: DatabaseWrapper) -> None:
    """What Django does at the beginning of a request."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s, 5000)", [used.connection.info.backend_pid])
    used.health_check_enabled = True
    used.close_if_unusable_or_obsolete()
    with used.cursor() as cursor:
        cursor.execute("SELECT 7")
        assert cursor.fetchone() == (7,)
