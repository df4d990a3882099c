"""`/healthz` tells whether database, worker and beat live, and nothing else."""

from __future__ import annotations

from datetime import timedelta
from unittest import mock

import pytest
from django.conf import settings
from django.db import OperationalError
from django.test import Client
from django.utils import timezone

from console.shell.heartbeat import BEAT, WORKER, sign_of_life
from console.shell.models import Heartbeat, OutgoingLetter

pytestmark = pytest.mark.django_db


@pytest.fixture
def both_alive() -> None:
    sign_of_life(WORKER)
    sign_of_life(BEAT)


def letter(state: OutgoingLetter.State, minutes: int) -> None:
    OutgoingLetter.objects.create(
        key=f"{state} {minutes}",
        event="orgs.member.role_changed",
        to="anna@demo.example",
        subject="s",
        text="t",
        message_id=f"<{minutes}@x>",
        state=state,
        created_at=timezone.now() - timedelta(minutes=minutes),
    )


def test_it_is_well_when_both_live(client: Client, both_alive: None) -> None:
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json()["status"] == "ok"
    assert answer.json()["oldest_unsent_letter_seconds"] is None


@pytest.mark.parametrize("silent", [WORKER, BEAT])
def test_it_fails_when_one_is_silent(client: Client, both_alive: None, silent: str) -> None:
    long_ago = timezone.now() - timedelta(seconds=7 * settings.HEARTBEAT_SECONDS)
    Heartbeat.objects.filter(name=silent).update(at=long_ago)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["heartbeat_age_seconds"][silent] >= 7 * settings.HEARTBEAT_SECONDS


def test_it_fails_before_the_first_sign_of_life(client: Client) -> None:
    assert client.get("/healthz").status_code == 503


def test_it_tells_the_age_of_the_oldest_unsent_letter(client: Client, both_alive: None) -> None:
    letter(OutgoingLetter.State.SENT, 90)
    letter(OutgoingLetter.State.DEAD, 80)
    letter(OutgoingLetter.State.SENDING, 5)
    letter(OutgoingLetter.State.PENDING, 3)
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert 300 <= answer.json()["oldest_unsent_letter_seconds"] < 310


def test_it_fails_without_the_database_and_does_not_say_why(client: Client) -> None:
    away = OperationalError('connection to "db.internal" as "regie" failed')
    with mock.patch.object(Heartbeat.objects, "filter", side_effect=away):
        answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json() == {"status": "failing", "database": "away"}


def test_it_is_not_kept_by_caches(client: Client, both_alive: None) -> None:
    assert "no-store" in client.get("/healthz")["Cache-Control"]


def test_it_asks_little_of_the_database(
    client: Client, both_alive: None, django_assert_max_num_queries: object
) -> None:
    with django_assert_max_num_queries(4):  # type: ignore[operator]
        client.get("/healthz")


@pytest.mark.parametrize("method", ["post", "put", "delete", "trace"])
def test_it_only_reads(client: Client, method: str) -> None:
    assert getattr(client, method)("/healthz").status_code == 405
