"""An event's letters become rows of the outbox, in the transaction of the change."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime

import pytest
from django.db import transaction

from console.shell import letters
from console.shell.actions import Refused
from console.shell.actor import Actor
from console.shell.audit import record
from console.shell.letters import Letter, Occasion, enqueue, letter
from console.shell.models import AuditEntry, Installation, OutgoingLetter

EVENT = "tests.thing.happened"
AT_NOON = datetime(2026, 7, 1, 12, 0, tzinfo=UTC)


@pytest.fixture
def happens(db: None, monkeypatch: pytest.MonkeyPatch) -> Callable[..., AuditEntry]:
    """Registers a writer of these letters for this test, and records the event."""
    monkeypatch.setattr(letters, "_writers", letters._writers.copy())

    def happen(*written: Letter) -> AuditEntry:
        letters._writers[EVENT] = []

        @letter(EVENT)
        def tell(occasion: Occasion) -> Iterator[Letter]:
            yield from written

        return record(EVENT, Actor.system(7), Installation.objects.create())

    return happen


def a_letter(**fields: object) -> Letter:
    values = {"to": "ada@example.com", "template": "tests/thing_happened", "to_name": "Ada"}
    return Letter(**{"context": {"thing": "Lamp"}, **values, **fields})  # type: ignore[arg-type]


def test_it_writes_one_row_per_recipient(happens: Callable[..., AuditEntry]) -> None:
    entry = happens(a_letter(), a_letter(to="bob@example.com", to_name="Bob"))
    first, second = OutgoingLetter.objects.order_by("pk")
    assert (first.to, first.to_name, second.to) == ("ada@example.com", "Ada", "bob@example.com")
    assert (first.event, first.organization_id, first.state) == (EVENT, 7, "pending")
    assert first.key == f"{entry.pk}:tests/thing_happened:ada@example.com"
    assert first.subject == "Something happened to Lamp"
    assert "Dear Ada," in first.text
    assert "<h1>Lamp</h1>" in first.html


def test_it_writes_to_the_same_person_once_per_event(happens: Callable[..., AuditEntry]) -> None:
    happens(a_letter(), a_letter(to="ADA@example.com"))
    assert OutgoingLetter.objects.count() == 1
    happens(a_letter())
    assert OutgoingLetter.objects.count() == 2


def test_it_takes_the_row_back_with_the_change(happens: Callable[..., AuditEntry]) -> None:
    def change() -> None:
        happens(a_letter())
        assert OutgoingLetter.objects.count() == 1
        raise Refused("no")

    with pytest.raises(Refused), transaction.atomic():
        change()
    assert not OutgoingLetter.objects.exists()
    assert not AuditEntry.objects.exists()


def test_it_gives_each_row_a_message_id_of_the_domain_in_the_settings(
    happens: Callable[..., AuditEntry], settings: object
) -> None:
    settings.LETTER_DOMAIN = "letters.example"  # type: ignore[attr-defined]
    happens(a_letter(), a_letter(to="bob@example.com"))
    identities = list(OutgoingLetter.objects.values_list("message_id", flat=True))
    assert len(set(identities)) == 2
    assert all(each.endswith("@letters.example>") for each in identities)


@pytest.mark.parametrize(("zone", "hour"), [("Europe/Zurich", "14:00"), ("nowhere", "12:00")])
def test_it_tells_the_time_of_the_recipient(
    happens: Callable[..., AuditEntry], zone: str, hour: str
) -> None:
    happens(a_letter(time_zone=zone, context={"thing": "Lamp", "at": AT_NOON}))
    row = OutgoingLetter.objects.get()
    assert f"at {hour}." in row.text
    assert f"at {hour}." in row.html


def test_it_speaks_the_language_of_the_recipient(happens: Callable[..., AuditEntry]) -> None:
    happens(a_letter(language="de"))
    assert '<html lang="de">' in OutgoingLetter.objects.get().html


def test_it_queues_a_letter_without_an_event_of_the_log(db: None) -> None:
    enqueue(a_letter(), event="account.email.confirmed")
    enqueue(a_letter(), event="account.email.confirmed")
    assert OutgoingLetter.objects.count() == 2
    for _ in range(2):
        enqueue(a_letter(), event="account.email.confirmed", key="42")
    assert OutgoingLetter.objects.count() == 3
    assert not AuditEntry.objects.exists()
