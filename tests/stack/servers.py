"""Servers of the machine itself, for tests that must also hold on them: Debian's PostgreSQL and
Redis, each started in a temporary folder on a unix socket or on loopback, and removed again.

Import the fixtures where they are needed: `from tests.stack.servers import redis_server`.
"""

from __future__ import annotations

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

import psycopg
import pytest
import redis

from console.embedded.children import become_child


class NotInstalled(Exception):
    """The machine does not have this server."""


POSTGRES_FOLDERS = "/usr/lib/postgresql"


class Redis:
    """A Redis server with a password on a free port of the loopback interface."""

    password = "only-for-this-test"

    def __init__(self, program: str, folder: Path) -> None:
        self.program, self.folder, self.port = program, folder, free_port()
        self.process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The REDIS_URL of its first database."""
        return f"redis://:{self.password}@127.0.0.1:{self.port}/0"

    def start(self) -> None:
        """Start, empty, and wait until it answers."""
        self.process = subprocess.Popen(
            [
                *(self.program, "--port", str(self.port), "--bind", "127.0.0.1"),
                *("--requirepass", self.password, "--save", "", "--appendonly", "no"),
                *("--dir", str(self.folder)),
            ],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            preexec_fn=become_child(signal.SIGKILL),
        )
        wait_until(lambda: redis.Redis.from_url(self.url).ping(), redis.RedisError)

    def stop(self) -> None:
        """Kill it, as a machine that goes away would."""
        _kill(self.process)

    def freeze(self) -> None:
        """Let it hang: connections stay open and nothing is answered."""
        self._signal(signal.SIGSTOP)

    def thaw(self) -> None:
        """Let it go on."""
        self._signal(signal.SIGCONT)

    def _signal(self, number: signal.Signals) -> None:
        assert self.process is not None
        self.process.send_signal(number)


@dataclass
class Postgres:
    """Debian's PostgreSQL on a unix socket; as root it runs as an ordinary user."""

    programs: Path
    folder: Path
    process: subprocess.Popen[bytes] | None = None

    @property
    def url(self) -> str:
        """The DATABASE_URL of the database `regie`."""
        return self._url("regie")

    def _url(self, database: str) -> str:
        return f"postgresql://regie@/{database}?host={self.folder}"

    def initialize(self) -> None:
        """Make the cluster and the database."""
        give_away(self.folder)
        command = [self.programs / "initdb", "-D", self.folder / "cluster", "-U", "regie"]
        options = ["--auth=trust", "-E", "UTF8", "--locale=C.UTF-8", "--no-sync"]
        subprocess.run([*as_ordinary(), *map(str, command), *options], check=True, **QUIET)
        self.start()
        with psycopg.connect(self._url("postgres"), autocommit=True) as connection:
            connection.execute("CREATE DATABASE regie")

    def start(self) -> None:
        """Start and wait until it answers."""
        settings = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.folder),
            "fsync": "off",
        }
        options = [word for name, value in settings.items() for word in ("-c", f"{name}={value}")]
        command = [str(self.programs / "postgres"), "-D", str(self.folder / "cluster"), *options]
        self.process = subprocess.Popen(
            [*as_ordinary(), *command], preexec_fn=become_child(signal.SIGINT), **QUIET
        )
        wait_until(lambda: psycopg.connect(self._url("postgres")).close(), psycopg.Error)

    def stop(self) -> None:
        """Disconnect everybody and shut down."""
        if self.process is not None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait(20)

    def restart(self) -> None:
        """As after a crash or an upgrade: every connection breaks."""
        self.stop()
        self.start()


QUIET = {
    "stdin": subprocess.DEVNULL,
    "stdout": subprocess.DEVNULL,
    "stderr": subprocess.DEVNULL,
    "cwd": "/",
}


@contextmanager
def running_redis() -> Iterator[Redis]:
    """A running, empty Redis. Raises NotInstalled."""
    program = shutil.which("redis-server")
    if program is None:
        raise NotInstalled("redis-server is not installed (apt-get install redis-server)")
    with tempfile.TemporaryDirectory(prefix="regie-redis-") as folder:
        server = Redis(program, Path(folder))
        server.start()
        yield server
        server.stop()


@contextmanager
def running_postgres() -> Iterator[Postgres]:
    """A running PostgreSQL of the distribution with an empty database `regie`.
    Raises NotInstalled."""
    programs = sorted(Path(POSTGRES_FOLDERS).glob("*/bin/postgres"))
    if not programs:
        raise NotInstalled("PostgreSQL is not installed (apt-get install postgresql)")
    with tempfile.TemporaryDirectory(prefix="regie-pg-") as folder:
        server = Postgres(programs[-1].parent, Path(folder))
        server.initialize()
        yield server
        server.stop()


@pytest.fixture
def redis_server() -> Iterator[Redis]:
    """See `running_redis`; skips where Redis is not installed."""
    with _or_skip(running_redis) as server:
        yield server


@pytest.fixture
def debian_postgres() -> Iterator[Postgres]:
    """See `running_postgres`; skips where the distribution's PostgreSQL is not installed."""
    with _or_skip(running_postgres) as server:
        yield server


@contextmanager
def _or_skip[Server](running: Callable[[], AbstractContextManager[Server]]) -> Iterator[Server]:
    with ExitStack() as stack:
        try:
            server = stack.enter_context(running())
        except NotInstalled as reason:
            pytest.skip(str(reason))
        yield server


def free_port() -> int:
    """A port of the loopback interface that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def wait_until(
    attempt: Callable[[], object], *failures: type[Exception], seconds: float = 20
) -> None:
    """Call `attempt` until it raises none of `failures`, at most `seconds` long."""
    deadline = time.monotonic() + seconds
    while True:
        try:
            attempt()
        except failures:
            if time.monotonic() > deadline:
                raise
            time.sleep(0.05)
        else:
            return


def as_ordinary() -> Sequence[str]:
    """What the command of a server begins with: nobody runs as root, and PostgreSQL refuses to.
    The death signal of `become_child` is lost with the change of user, so it is set once more."""
    if os.geteuid() != 0:
        return []
    nobody = pwd.getpwnam("nobody")
    identity = [f"--reuid={nobody.pw_uid}", f"--regid={nobody.pw_gid}", "--clear-groups"]
    return ["setpriv", *identity, "--pdeathsig", "INT", "--"]


def give_away(folder: Path) -> None:
    """The folder belongs to whom `as_ordinary` runs as."""
    if os.geteuid() == 0:
        nobody = pwd.getpwnam("nobody")
        os.chown(folder, nobody.pw_uid, nobody.pw_gid)


def _kill(process: subprocess.Popen[bytes] | None) -> None:
    if process is not None and process.poll() is None:
        process.kill()
        process.wait()
