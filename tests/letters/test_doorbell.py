"""A commit wakes the postman at once, from one thread per process that nobody waits for."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from time import monotonic, sleep
from typing import Any

import pytest
from django.db import transaction

from console.shell import doorbell, tasks
from tests.letters.conftest import states, write
from tests.letters.processes import ROOT, MailServer, Process, wait_until


@pytest.mark.worker
def test_it_wakes_the_worker_without_beat(
    works: Callable[..., Process], mail_server: MailServer, settings: Any
) -> None:
    settings.LETTER_DOORBELL = True
    works()
    with transaction.atomic():
        write(1)
        sleep(0.5)
        assert not mail_server.accepted  # not before the commit
    wait_until(lambda: states() == {"sent": 1}, 20, "sent")
    assert len(mail_server.accepted) == 1


class SlowBroker:
    """In the place of the task: a broker that takes its time, then fails."""

    def __init__(self) -> None:
        self.calls = 0
        self.go_on = threading.Event()

    def apply_async(self, **options: object) -> None:
        self.calls += 1
        self.go_on.wait(10)
        raise ConnectionError("frozen")


@pytest.fixture
def slow_broker(monkeypatch: pytest.MonkeyPatch, settings: Any) -> SlowBroker:
    broker = SlowBroker()
    monkeypatch.setattr(tasks, "drain_letters", broker)
    monkeypatch.setattr(doorbell, "_doorbells", {})
    settings.LETTER_DOORBELL = True
    return broker


def test_it_makes_one_ring_of_many_while_the_broker_is_away(slow_broker: SlowBroker) -> None:
    threads = threading.active_count()
    began = monotonic()
    doorbell.ring()
    wait_until(lambda: slow_broker.calls == 1, 5, "the first ring")
    for _ in range(1000):
        doorbell.ring()
    assert monotonic() - began < 1
    assert threading.active_count() == threads + 1
    slow_broker.go_on.set()
    wait_until(lambda: slow_broker.calls == 2, 5, "the ring that stands for a thousand")
    sleep(0.2)
    assert slow_broker.calls == 2


def test_it_does_not_wait_for_a_broker_that_fails(slow_broker: SlowBroker) -> None:
    slow_broker.go_on.set()
    doorbell.ring()
    wait_until(lambda: slow_broker.calls == 1, 5, "a ring that fails")
    doorbell.ring()
    wait_until(lambda: slow_broker.calls == 2, 5, "the next ring, from the same thread")


def test_it_rings_a_few_times_a_second_however_often_it_is_rung(slow_broker: SlowBroker) -> None:
    slow_broker.go_on.set()
    began = monotonic()
    for _ in range(100):
        doorbell.ring()
        sleep(0.005)
    wait_until(lambda: slow_broker.calls, 5, "the first ring")
    assert slow_broker.calls <= 2 + (monotonic() - began) / doorbell.REST_SECONDS
    sleep(3 * doorbell.REST_SECONDS)
    rung = slow_broker.calls
    doorbell.ring()
    wait_until(lambda: slow_broker.calls > rung, 5, "a ring after a rest")


FORK = """
import os, threading, time
import django
django.setup()
from console.shell import doorbell, tasks

class Broker:
    def apply_async(self, **options):
        os.write(1, f"{os.getpid()}\\n".encode())

tasks.drain_letters = Broker()
doorbell.ring()
time.sleep(0.3)
child = os.fork()
doorbell.ring()
time.sleep(0.3)
if child:
    os.waitpid(child, 0)
"""


def test_it_rings_in_a_forked_process_too() -> None:
    env = {**os.environ, "DJANGO_SETTINGS_MODULE": "console.settings"}
    run = subprocess.run(
        [sys.executable, "-c", FORK], cwd=ROOT, env=env, capture_output=True, text=True, timeout=30
    )
    processes = run.stdout.split()
    assert len(processes) == 3, run.stderr
    assert len(set(processes)) == 2
