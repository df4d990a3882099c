"""The head of the log leaves the house once a day, where something happened."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.utils import timezone

from console.celery import app
from console.shell.chain_verify import Seen, verify
from console.shell.models import AuditEntry, ChainHead, OutgoingLetter
from orgs import log_heads
from orgs.log_heads import EVENT, send_log_heads
from orgs.models import Membership, Organization
from orgs.tasks import send_log_heads as task
from tests.log import write_entry

NOON = datetime(2026, 3, 4, 12, tzinfo=UTC)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Any:
    """Set the clock of the job."""

    def set_clock(moment: datetime) -> None:
        monkeypatch.setattr(timezone, "now", lambda: moment)

    set_clock(NOON)
    return set_clock


def happens(organization: Organization, count: int = 1) -> AuditEntry:
    entries = [
        write_entry(organization_id=organization.pk, event="orgs.team.created", created_at=NOON)
        for _time in range(count)
    ]
    return entries[-1]


def letters() -> list[OutgoingLetter]:
    return list(OutgoingLetter.objects.filter(event=EVENT).order_by("pk"))


@pytest.mark.django_db
@pytest.mark.flow("GX.2")
def test_every_active_representative_is_sent_the_number_and_the_seal(
    as_: Any, cast: Any, at: Any
) -> None:
    last = happens(cast.alpine, 3)
    Membership.objects.filter(user=cast["legal2"]).update(suspended_at=NOON)
    task()
    (letter,) = letters()
    assert letter.to == cast["legal"].email
    assert letter.subject == "Activity log of Alpine ALPINEMARK: entry 3 is the last one"
    assert f"\n3:{last.hash}\n" in letter.text
    assert f"3:{last.hash}" in letter.html
    listed = as_("administrator").get("/o/alpine/letters/").content.decode()
    assert "Seal of the activity log" in listed


@pytest.mark.django_db(transaction=True)
def test_the_line_of_the_letter_is_what_verifying_takes(cast: Any, at: Any) -> None:
    happens(cast.alpine, 2)
    send_log_heads()
    line = next(each for each in letters()[0].text.splitlines() if each.startswith("2:"))
    (report,) = verify(organization_id=cast.alpine.pk, seen=[Seen.of(line)])
    assert report.faults == []


@pytest.mark.django_db
def test_where_nothing_happened_nobody_is_told(cast: Any, at: Any) -> None:
    happens(cast.rival)
    write_entry(person_id=cast["legal"].pk, event="auth2fa.session.began")
    assert send_log_heads() == 1
    assert {letter.organization_id for letter in letters()} == {cast.rival.pk}
    for days in range(1, 5):
        at(NOON + timedelta(days=days))
        assert send_log_heads() == 0
    assert len(letters()) == 1
    assert AuditEntry.objects.filter(organization_id=cast.rival.pk).count() == 1, "no entry of it"


@pytest.mark.django_db
def test_once_a_day_however_often_it_runs(cast: Any, at: Any) -> None:
    happens(cast.rival)
    send_log_heads()
    happens(cast.rival)
    assert send_log_heads() == 0
    at(NOON + timedelta(hours=10))
    assert send_log_heads() == 0
    at(NOON + timedelta(days=1))
    assert send_log_heads() == 1
    assert [letter.subject.split()[-5] for letter in letters()] == ["1", "2"]


@pytest.mark.django_db
def test_the_day_is_that_of_the_organization(cast: Any, at: Any) -> None:
    Organization.objects.filter(pk=cast.rival.pk).update(time_zone="Pacific/Auckland")
    Organization.objects.filter(pk=cast.agency.pk).update(time_zone="America/New_York")
    for organization in (cast.rival, cast.agency):
        happens(organization)
    at(datetime(2026, 3, 4, 10, 30, tzinfo=UTC))  # 23:30 in Auckland, 05:30 in New York
    assert send_log_heads() == 2
    for organization in (cast.rival, cast.agency):
        happens(organization)
    at(datetime(2026, 3, 4, 11, 30, tzinfo=UTC))
    assert send_log_heads() == 1
    assert letters()[-1].organization_id == cast.rival.pk


@pytest.mark.django_db
def test_a_lost_memory_sends_no_second_letter(cast: Any, at: Any) -> None:
    """The key of the letter stands alone, too: the head may come from a backup."""
    happens(cast.rival)
    send_log_heads()
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE shell_chainhead DISABLE TRIGGER shell_chain_head_forwards")
        cursor.execute("UPDATE shell_chainhead SET told_number = 0, told_on = NULL")
        cursor.execute("ALTER TABLE shell_chainhead ENABLE TRIGGER shell_chain_head_forwards")
    send_log_heads()
    assert len(letters()) == 1


@pytest.mark.django_db(transaction=True)
def test_two_at_once_send_it_once(cast: Any, at: Any) -> None:
    happens(cast.alpine)
    barrier, told = threading.Barrier(4), []

    def run() -> None:
        barrier.wait()
        told.append(send_log_heads())
        connection.close()

    threads = [threading.Thread(target=run) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(told) == [0, 0, 0, 1]
    assert sorted(letter.to for letter in letters()) == sorted(
        [cast["legal"].email, cast["legal2"].email]
    )


@pytest.mark.django_db
def test_what_fails_for_one_is_told_later_and_keeps_nobody_waiting(
    cast: Any, at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    happens(cast.alpine)
    happens(cast.rival)
    write = log_heads.enqueue

    def fail_for_alpine(*args: Any, **facts: Any) -> None:
        if facts["organization_id"] == cast.alpine.pk:
            raise ValueError
        write(*args, **facts)

    monkeypatch.setattr(log_heads, "enqueue", fail_for_alpine)
    assert send_log_heads() == 1
    assert ChainHead.objects.get(organization_id=cast.alpine.pk).told_on is None
    monkeypatch.setattr(log_heads, "enqueue", write)
    assert send_log_heads() == 1
    assert len(letters()) == 3


@pytest.mark.django_db
def test_it_goes_through_all_logs_in_pieces(
    cast: Any, at: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(log_heads, "BATCH", 2)
    deleted = Organization.objects.create(slug="gone", name="Gone")
    for organization in (cast.alpine, cast.rival, cast.agency, deleted):
        happens(organization)
    deleted.delete()
    assert send_log_heads() == 3


def test_beat_asks_for_it() -> None:
    scheduled = {each["task"]: each["schedule"] for each in app.conf.beat_schedule.values()}
    assert scheduled["orgs.tasks.send_log_heads"] == 3600.0
