"""Workers that die, stop or freeze in the middle: every letter arrives, none as two letters."""

from __future__ import annotations

import os
import random
import signal
from collections import Counter
from collections.abc import Callable
from time import monotonic, sleep

import psycopg
import pytest
from pgmq.base import PGMQConfig

from console.embedded.broker import IDLE_IN_TRANSACTION_SECONDS, PGMQ_URL, transport_options
from console.embedded.transport import Transport
from console.shell.models import OutgoingLetter
from console.shell.tasks import drain_letters
from tests.letters.conftest import states, write
from tests.letters.processes import MailServer, Process, wait_until
from tests.stack.processes import PATIENCE

pytestmark = [pytest.mark.worker, pytest.mark.slow, pytest.mark.timeout(300)]
Works = Callable[..., Process]


def one_identity_each(mail_server: MailServer, addresses: list[str]) -> Counter[str]:
    """Everybody got their letter, under one Message-ID; answers how many copies."""
    accepted = mail_server.accepted
    pairs = {(entry["to"][0], entry["message_id"]) for entry in accepted}
    assert sorted(address for address, _ in pairs) == sorted(addresses)
    return Counter(entry["to"][0] for entry in accepted)


def test_it_loses_none_of_300_letters_to_kill_9(works: Works, mail_server: MailServer) -> None:
    kills, processes_each = 4, 2
    mail_server.behave("accept", delay=0.02)
    works("beat")
    worker = works()
    addresses = write(300)
    for _ in range(kills):
        before = len(mail_server.accepted)
        wait_until(lambda before=before: len(mail_server.accepted) > before, 20, "a letter")  # type: ignore[misc]
        sleep(random.uniform(0, 0.3))
        worker.kill()
        assert len(mail_server.accepted) < 300, "all were sent before the last kill"
        worker = works()
    wait_until(lambda: states() == {"sent": 300}, 60, "300 sent")
    copies = one_identity_each(mail_server, addresses)
    assert copies.total() <= 300 + kills * processes_each


def test_it_sends_again_what_a_killed_worker_had_not_delivered(
    works: Works, mail_server: MailServer
) -> None:
    mail_server.behave("accept", delay=3600)
    works("beat")
    worker = works(EMAIL_TIMEOUT_SECONDS="10", LETTER_LEASE_SECONDS="1")
    addresses = write(1)
    wait_until(lambda: mail_server.connections == 1, 20, "the worker at the mail server")
    sleep(0.3)
    worker.kill()
    assert states() == {"sending": 1}
    mail_server.behave("accept")
    # What a lease of 21 s would bring later; the worker's own was as short as its time-out allows.
    OutgoingLetter.objects.update(leased_until="2000-01-01T00:00Z")
    works()
    wait_until(lambda: states() == {"sent": 1}, 20, "sent")
    assert one_identity_each(mail_server, addresses).total() == 1
    assert OutgoingLetter.objects.get().attempts == 2


def test_it_repeats_the_message_id_when_killed_before_writing_down_the_delivery(
    works: Works, mail_server: MailServer
) -> None:
    mail_server.behave("accept_then_silent", times=1)
    works("beat")
    worker = works(EMAIL_TIMEOUT_SECONDS="10")
    addresses = write(1)
    wait_until(lambda: len(mail_server.accepted) == 1, 20, "the first copy")
    worker.kill()
    OutgoingLetter.objects.update(leased_until="2000-01-01T00:00Z")
    works()
    wait_until(lambda: states() == {"sent": 1}, 20, "sent")
    assert one_identity_each(mail_server, addresses).total() == 2


def test_it_leaves_nothing_in_sending_when_told_to_stop(
    works: Works, mail_server: MailServer
) -> None:
    mail_server.behave("accept", delay=0.05)
    works("beat")
    worker = works()
    addresses = write(200)
    wait_until(lambda: len(mail_server.accepted) >= 5, 20, "letters under way")
    began = monotonic()
    assert worker.stop(15) == 0
    assert monotonic() - began < 10, "a supervisor would have lost patience"
    assert "sending" not in states()
    assert 0 < states()["sent"] < 200, "stopped in the middle"
    works()
    wait_until(lambda: states() == {"sent": 200}, 60, "the rest")
    assert one_identity_each(mail_server, addresses).total() == 200


def test_it_repeats_the_message_id_when_frozen_beyond_its_lease(
    works: Works, mail_server: MailServer
) -> None:
    mail_server.behave("accept", delay=0.1)
    works("beat")
    frozen = works()
    addresses = write(30)
    wait_until(lambda: len(mail_server.accepted) >= 2, 20, "letters under way")
    frozen.signal_group(signal.SIGSTOP)
    assert "sending" in states()
    mail_server.behave("accept")
    works()
    wait_until(lambda: states() == {"sent": 30}, 80, "sent by the other worker")
    sent_at = dict(OutgoingLetter.objects.values_list("pk", "sent_at"))
    os.killpg(frozen.child.pid, signal.SIGCONT)
    sleep(1.5)
    assert states() == {"sent": 30}
    assert dict(OutgoingLetter.objects.values_list("pk", "sent_at")) == sent_at
    copies = one_identity_each(mail_server, addresses)
    assert copies.total() <= 30 + 2


def test_a_worker_frozen_within_a_question_to_the_queue_holds_up_no_other(
    works: Works, test_database_url: str
) -> None:
    """A new worker declares the queue, which waits for whoever is reading it."""
    address = PGMQConfig(conn_string=str(transport_options(test_database_url)["conn_string"])).dsn
    # Also where Redis is given: this is about the queue in PostgreSQL.
    queue = {"BROKER_URL": PGMQ_URL}
    works(**queue).kill()  # it has made the queue
    with psycopg.connect(address) as frozen:
        frozen.execute("SELECT * FROM pgmq.read('celery', 30, 1)")
        began = monotonic()
        works(**queue)
        assert monotonic() - began < (IDLE_IN_TRANSACTION_SECONDS + 10) * PATIENCE
        with pytest.raises(Transport.connection_errors):
            frozen.execute("SELECT 1")  # so that it connects anew once it thaws


def test_a_frozen_worker_takes_one_alarm_along_and_no_more(
    works: Works, mail_server: MailServer
) -> None:
    """The question for the next task that it left at the broker is answered once, into nowhere;
    what is rung after that waits for others. Without beat, the rest has to bring the letter."""
    mail_server.behave("accept")
    frozen = works()
    frozen.signal_group(signal.SIGSTOP)
    addresses = write(1)
    for _ in range(10):
        drain_letters.apply_async(expires=60)
    other = works()
    wait_until(lambda: states() == {"sent": 1}, 20, "sent by the other worker")
    received = b"console.shell.tasks.drain_letters"
    wait_until(lambda: other.log.read_bytes().count(received + b"[") >= 2 * 9, 20, "nine alarms")
    assert one_identity_each(mail_server, addresses).total() == 1
