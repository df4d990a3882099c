"""A broker that is dead, frozen or emptied costs a page nothing and loses no letter."""

from __future__ import annotations

import shutil
import signal
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import kombu.pools
import pytest
import redis
from django.test import Client

from console.celery import app
from tests.letters.conftest import states, write
from tests.letters.processes import MailServer, Process, wait_until

pytestmark = [pytest.mark.worker, pytest.mark.server, pytest.mark.slow]
PAGE_SECONDS = 2


class Redis:
    """A Redis server on a port of its own that keeps nothing on disk."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.start()

    @property
    def url(self) -> str:
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self) -> None:
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1"]
        with (self.folder / "redis.log").open("ab") as log:
            self.process = subprocess.Popen(
                [*command, "--save", "", "--dir", str(self.folder)], stdout=log, stderr=log
            )
        wait_until(self._answers, 10, "Redis")

    def kill(self) -> None:
        self.process.kill()
        self.process.wait(10)

    def _answers(self) -> bool:
        try:
            return bool(redis.from_url(self.url).ping())
        except redis.ConnectionError:
            return False


@pytest.fixture
def redis_server(tmp_path: Path) -> Iterator[Redis]:
    if not shutil.which("redis-server"):
        pytest.skip("redis-server is not installed")
    server = Redis(tmp_path)
    yield server
    server.kill()


@pytest.fixture
def office(works: Callable[..., Process], redis_server: Redis) -> Callable[..., Process]:
    """Workers and beats on this Redis."""

    def start(kind: str = "worker") -> Process:
        return works(kind, BROKER_URL=redis_server.url)

    return start


@pytest.fixture
def pages(
    redis_server: Redis, broker: dict[str, str], settings: Any
) -> Iterator[Callable[[int], float]]:
    """Ask for the page that writes letter `number`; answers how long it took."""
    settings.LETTER_DOORBELL = True
    settings.ROOT_URLCONF = "tests.letters.urls"
    before = {name: app.conf[name] for name in ("broker_url", "broker_transport_options")}
    timeouts = {"socket_timeout": 5, "socket_connect_timeout": 2}
    app.conf.update(broker_url=redis_server.url, broker_transport_options=timeouts)
    forget_connections()

    def ask(number: int) -> float:
        began = monotonic()
        assert Client().post(f"/write/{number}/").status_code == 204
        return monotonic() - began

    yield ask
    app.conf.update(before)
    forget_connections()


def forget_connections() -> None:
    """The next task opens new ones, to the broker of now."""
    kombu.pools.reset()
    app._pool = None
    app.amqp._producer_pool = None


def test_it_delivers_after_redis_was_dead(
    office: Callable[..., Process],
    pages: Callable[[int], float],
    redis_server: Redis,
    mail_server: MailServer,
) -> None:
    office()
    office("beat")
    redis_server.kill()
    assert max(pages(number) for number in range(5)) < PAGE_SECONDS
    assert not mail_server.accepted
    redis_server.start()
    wait_until(lambda: states() == {"sent": 5}, 60, "sent after Redis came back")
    assert len(mail_server.accepted) == 5


def test_it_delivers_after_redis_was_frozen(
    office: Callable[..., Process],
    pages: Callable[[int], float],
    redis_server: Redis,
    mail_server: MailServer,
) -> None:
    pages(0)  # connections are open when it freezes
    redis_server.process.send_signal(signal.SIGSTOP)
    threads = threading.active_count()
    assert max(pages(number) for number in range(1, 20)) < PAGE_SECONDS
    assert threading.active_count() <= threads + 1
    redis_server.process.send_signal(signal.SIGCONT)
    office("beat")
    office()
    wait_until(lambda: states() == {"sent": 20}, 60, "sent after Redis went on")
    assert len(mail_server.accepted) == 20


def test_it_delivers_what_was_queued_before_redis_was_emptied(
    office: Callable[..., Process], redis_server: Redis, mail_server: MailServer
) -> None:
    write(20)
    office("beat")
    client = redis.from_url(redis_server.url)
    wait_until(lambda: client.llen("celery"), 20, "tasks of beat")
    client.flushall()
    office()
    wait_until(lambda: states() == {"sent": 20}, 20, "sent")
    assert len(mail_server.accepted) == 20
