"""The postman against a real mail server: who gets what, and what becomes of the rest."""

from __future__ import annotations

import threading
from collections import Counter
from datetime import timedelta
from time import monotonic
from typing import Any

import pytest
from django.db import connection
from django.db.models import F
from django.utils import timezone

from console.shell import letters, postman
from console.shell.letters import letter_guard
from console.shell.models import OutgoingLetter
from tests.letters.conftest import states, write
from tests.letters.processes import MailServer

pytestmark = pytest.mark.django_db


def come_due() -> None:
    OutgoingLetter.objects.update(due_at=F("created_at"))


def test_it_sends_a_batch_over_one_connection(post_office: MailServer, settings: Any) -> None:
    settings.LETTER_BATCH = 50
    addresses = write(120)
    postman.drain()
    assert states() == {"sent": 120}
    assert sorted(entry["to"][0] for entry in post_office.accepted) == sorted(addresses)
    assert all(len(entry["to"]) == 1 for entry in post_office.accepted)
    assert post_office.connections == 3


def test_it_sends_what_waited_longest_first(post_office: MailServer) -> None:
    addresses = write(5)
    postman.drain()
    assert [entry["to"][0] for entry in post_office.accepted] == addresses


def test_it_sends_nothing_twice(post_office: MailServer) -> None:
    write(3)
    postman.drain()
    postman.drain()
    assert len(post_office.accepted) == 3
    assert set(OutgoingLetter.objects.values_list("attempts", flat=True)) == {1}


def test_it_tries_again_after_451_and_sends_once(post_office: MailServer) -> None:
    addresses = write(3)
    post_office.behave("451", to=addresses[1], times=1)
    postman.drain()
    waiting = OutgoingLetter.objects.get(to=addresses[1])
    assert (waiting.state, waiting.attempts) == ("pending", 1)
    assert "451" in waiting.last_error
    assert timedelta(0) < waiting.due_at - timezone.now() < timedelta(seconds=1)
    assert post_office.connections == 1  # the others went on over the same one

    postman.drain()
    assert len(post_office.accepted) == 2  # not due yet
    come_due()
    postman.drain()
    assert Counter(entry["to"][0] for entry in post_office.accepted) == Counter(addresses)
    assert states() == {"sent": 3}


def test_it_waits_longer_each_time(post_office: MailServer, settings: Any) -> None:
    settings.LETTER_RETRY_SECONDS = 10
    write(1)
    post_office.behave("451")
    waits = []
    for _ in range(4):
        come_due()
        postman.drain()
        waits.append((OutgoingLetter.objects.get().due_at - timezone.now()).total_seconds())
    for wait, doubled in zip(waits, [10, 20, 40, 80], strict=True):
        assert doubled * 0.75 <= wait <= doubled * 1.25


def test_it_gives_up_after_days_and_says_so(post_office: MailServer, settings: Any) -> None:
    write(1)
    post_office.behave("451")
    long_ago = timezone.now() - timedelta(days=settings.LETTER_GIVE_UP_DAYS, seconds=1)
    OutgoingLetter.objects.update(created_at=long_ago)
    postman.drain()
    letter = OutgoingLetter.objects.get()
    assert letter.state == "dead"
    assert "451" in letter.last_error


def test_it_never_repeats_what_550_refused(post_office: MailServer) -> None:
    addresses = write(5)
    post_office.behave("550", to=addresses[0])
    postman.drain()
    dead = OutgoingLetter.objects.get(to=addresses[0])
    assert (dead.state, dead.attempts) == ("dead", 1)
    assert "no such person" in dead.last_error
    assert states() == {"dead": 1, "sent": 4}
    come_due()
    postman.drain()
    assert sum(entry["event"] == "refused" for entry in post_office.entries) == 1


def test_it_does_not_wait_for_a_silent_server(post_office: MailServer) -> None:
    write(20)
    post_office.behave("silent")
    began = monotonic()
    postman.drain()
    assert monotonic() - began < 5
    assert states() == {"pending": 20}
    post_office.behave("accept")
    come_due()
    postman.drain()
    assert states() == {"sent": 20}
    assert len(post_office.accepted) == 20


def test_it_keeps_the_letters_when_the_server_refuses_connections(post_office: MailServer) -> None:
    write(10)
    post_office.refuse()
    postman.drain()
    assert states() == {"pending": 10}
    assert Counter(OutgoingLetter.objects.values_list("attempts", flat=True)) == {1: 2, 0: 8}
    post_office.listen()
    come_due()
    postman.drain()
    assert states() == {"sent": 10}


def test_it_opens_a_new_connection_after_one_broke(post_office: MailServer) -> None:
    addresses = write(6)
    post_office.behave("drop", to=addresses[2], times=1)
    postman.drain()
    assert states() == {"sent": 5, "pending": 1}
    assert post_office.connections == 2
    come_due()
    postman.drain()
    assert states() == {"sent": 6}


def test_it_sends_again_under_the_same_message_id_when_the_answer_got_lost(
    post_office: MailServer,
) -> None:
    write(1)
    post_office.behave("accept_then_silent", times=1)
    postman.drain()
    assert states() == {"pending": 1}
    come_due()
    postman.drain()
    assert states() == {"sent": 1}
    identities = [entry["message_id"] for entry in post_office.accepted]
    assert identities == [OutgoingLetter.objects.get().message_id] * 2


def test_it_blames_no_letter_for_wrong_credentials(
    post_office: MailServer, settings: Any, tmp_path: Any
) -> None:
    settings.MAILERS["default"]["OPTIONS"] |= {"username": "regie", "password": "wrong"}
    write(3)
    postman.drain()
    assert states() == {"pending": 3}


def test_it_sends_99_around_one_that_cannot_be_written(post_office: MailServer) -> None:
    addresses = write(100)
    OutgoingLetter.objects.filter(to=addresses[40]).update(subject="two\nlines")
    postman.drain()
    assert states() == {"sent": 99, "dead": 1}
    dead = OutgoingLetter.objects.get(state="dead")
    assert dead.to == addresses[40]
    assert "ValueError" in dead.last_error


@pytest.fixture
def guards(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(letters, "_guards", {})


def test_it_asks_the_guard_again_and_skips_with_the_reason(
    post_office: MailServer, guards: None
) -> None:
    gone: list[int] = []

    @letter_guard("tests.invitation")
    def still_invited(invitation: int) -> str:
        return "the invitation was withdrawn" if invitation in gone else ""

    write(1, guard="tests.invitation", guard_arguments={"invitation": 1})
    write(1, guard="tests.invitation", guard_arguments={"invitation": 2})
    gone.append(1)
    postman.drain()
    skipped = OutgoingLetter.objects.get(state="skipped")
    assert skipped.guard_arguments == {"invitation": 1}
    assert skipped.last_error == "the invitation was withdrawn"
    assert states() == {"skipped": 1, "sent": 1}
    assert len(post_office.accepted) == 1


def test_it_holds_back_what_its_guard_cannot_vouch_for(
    post_office: MailServer, guards: None
) -> None:
    write(1, guard="tests.unknown")
    write(1)
    postman.drain()
    assert states() == {"pending": 1, "sent": 1}
    assert OutgoingLetter.objects.get(state="pending").guard == "tests.unknown"


def test_it_takes_a_letter_again_when_its_lease_ran_out(post_office: MailServer) -> None:
    write(2)
    lost = postman.Batch.claim()
    assert states() == {"sending": 2}
    postman.drain()
    assert states() == {"sending": 2}  # not before
    OutgoingLetter.objects.update(leased_until=timezone.now())
    postman.drain()
    assert states() == {"sent": 2}

    # The first worker wakes up and would write over the work of the second.
    late = OutgoingLetter.objects.values("pk", "sent_at")
    before = list(late)
    for letter in lost.letters:
        lost._finish(letter, state="pending")
    lost._give_back(0, wait=0)
    assert states() == {"sent": 2}
    assert list(late.all()) == before


def test_it_begins_nothing_that_its_lease_would_not_outlast(
    post_office: MailServer, settings: Any
) -> None:
    settings.LETTER_LEASE_SECONDS = 2 * settings.EMAIL_TIMEOUT_SECONDS
    write(2)
    assert postman.Batch.claim().send(stop_at=monotonic() + 60)
    assert states() == {"pending": 2}
    assert set(OutgoingLetter.objects.values_list("attempts", flat=True)) == {0}


@pytest.mark.django_db(transaction=True)
def test_it_shares_the_letters_between_two_drains_at_once(
    post_office: MailServer, settings: Any
) -> None:
    settings.LETTER_BATCH = 7
    addresses = write(100)
    together = threading.Barrier(2)

    def drain() -> None:
        try:
            together.wait(10)
            postman.drain()
        finally:
            connection.close()

    drains = [threading.Thread(target=drain) for _ in range(2)]
    for each in drains:
        each.start()
    for each in drains:
        each.join(30)
    assert states() == {"sent": 100}
    assert Counter(entry["to"][0] for entry in post_office.accepted) == Counter(addresses)
