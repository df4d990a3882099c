"""Letters under test are written with templates of their own and leave through real processes."""

from __future__ import annotations

import copy
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from django.db.models import Count

from console.shell.email_url import mailers
from console.shell.letters import Letter, enqueue
from console.shell.models import OutgoingLetter
from tests.letters.processes import MailServer, Process, start_beat, start_worker

HERE = Path(__file__).resolve().parent
# Times that let a fault and its cure happen within seconds.
TIMEOUT = 0.5
FAST = {
    "EMAIL_TIMEOUT_SECONDS": str(TIMEOUT),
    "LETTER_LEASE_SECONDS": "2",
    "LETTER_SLICE_SECONDS": "2",
    "LETTER_RETRY_SECONDS": "0.3",
    "LETTER_DRAIN_SECONDS": "0.3",
    "HEARTBEAT_SECONDS": "0.5",
    "REGIE_TESTING": "1",
}


@pytest.fixture(autouse=True)
def _ground(settings: Any) -> None:
    """Templates of the tests; and no thread of this process rings unless a test is about it."""
    settings.LETTER_DOORBELL = False
    templates = copy.deepcopy(settings.TEMPLATES)
    templates[0]["DIRS"].append(HERE / "templates")
    settings.TEMPLATES = templates


@pytest.fixture
def mail_server(tmp_path: Path) -> Iterator[MailServer]:
    server = MailServer(tmp_path)
    yield server
    server.close()


@pytest.fixture
def post_office(settings: Any, mail_server: MailServer, tmp_path: Path) -> MailServer:
    """The mail server, for drains inside the test's own process."""
    settings.MAILERS = mailers(mail_server.url, timeout=TIMEOUT, folder=tmp_path)
    settings.EMAIL_TIMEOUT_SECONDS = TIMEOUT
    settings.LETTER_RETRY_SECONDS = 0.3
    settings.LETTER_SLICE_SECONDS = 30
    return mail_server


@pytest.fixture
def works(
    broker: dict[str, str], mail_server: MailServer, tmp_path: Path
) -> Iterator[Callable[..., Process]]:
    """Starts workers and beats that drain into the mail server; all end with the test."""
    started: list[Process] = []
    env = {**broker, **FAST, "EMAIL_URL": mail_server.url}

    def start(kind: str = "worker", **more: str) -> Process:
        make = {"worker": start_worker, "beat": start_beat}[kind]
        process = make(env | more, tmp_path / f"{kind}.log")
        started.append(process)
        return process

    yield start
    for process in started:
        process.kill()


def write(count: int, **fields: Any) -> list[str]:
    """Queue letters to person0@…, person1@…; answers the addresses."""
    addresses = [f"person{number}@example.com" for number in range(count)]
    for address in addresses:
        values = {"to": address, "template": "tests/thing_happened", **fields}
        enqueue(Letter(**{"context": {"thing": "a lamp"}, **values}), event="tests.thing.happened")
    return addresses


def states() -> dict[str, int]:
    """How many letters are in which state."""
    rows = OutgoingLetter.objects.values_list("state").annotate(Count("pk"))
    return dict(rows.order_by())
