"""The whole console on one machine: database, web server, worker and beat under one process.

It stays in the foreground, starts again what dies, and stops everything in order. What it needs
to remember between starts (data, keys, logs) is in one folder, DATA_DIR. It serves the loopback
interface only: a console for others is deployed as docs/operations.md says.
"""

from __future__ import annotations

import os
import secrets
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from types import FrameType

from console.embedded.children import become_child
from console.embedded.files import AUDIT_KEY_FILE, keep_secret, make_private_folder
from console.embedded.locks import AlreadyRunning, FolderLock
from console.embedded.part import Part
from console.embedded.postgres import EmbeddedPostgres, PostgresFailed

ROOT = Path(__file__).resolve().parent.parent
LOOPBACK = "127.0.0.1"
DATABASE = "regie"
LONGEST_START = 60.0  # seconds for the web server to answer
# Kept in step with the people that the demo data makes.
DEMO_PEOPLE = (
    ("Legal representative", "legal@demo.example"),
    ("Second legal representative", "legal2@demo.example"),
    ("Administrator", "admin@demo.example"),
    ("Collaborator", "collaborator@demo.example"),
    ("Collaborator with accounting", "accounting@demo.example"),
    ("External", "external@demo.example"),
    ("Suspended", "suspended@demo.example"),
    ("Administrator of three Organizations", "webmaster@demo.example"),
    ("Legal representative of a partner", "partner@demo.example"),
    ("Legal representative of a rival", "stranger@demo.example"),
)


class CannotRun(Exception):
    """The console cannot start; the text is one line for the person at the terminal."""


class StopAsked(BaseException):
    """Ctrl-C, SIGTERM or a closed terminal. No error: nothing may swallow it on its way out."""


@dataclass
class Plan:
    """What was asked for on the command line and in the environment."""

    data_folder: Path
    port: int
    demo: bool

    @property
    def address(self) -> str:
        """Where the console answers."""
        return f"http://localhost:{self.port}"


class Supervisor:
    """Runs a plan until it is asked to stop."""

    def __init__(self, plan: Plan) -> None:
        self.plan = plan
        self.parts: list[Part] = []
        self.postgres: EmbeddedPostgres | None = None
        self.logs = plan.data_folder / "logs"
        make_private_folder(plan.data_folder)
        make_private_folder(self.logs)
        self.lock = FolderLock(plan.data_folder)

    def run(self) -> None:
        """Start, watch, and stop in order. Raises CannotRun when it does not come up."""
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, _stop)
        try:
            self._start()
            self._watch()
        except StopAsked:
            say("stopping (press Ctrl-C again to kill)")
        except (AlreadyRunning, PostgresFailed) as problem:
            raise CannotRun(str(problem)) from problem
        finally:
            self._end()

    def _start(self) -> None:
        began = time.monotonic()
        self.lock.acquire(self.plan.address)
        _demand_free(self.plan.port)
        environment = self._environment()
        self._prepare(environment)
        self.parts = self._make_parts(environment)
        web, *others = self.parts
        web.start()
        self._wait_until_it_answers(web)
        for part in others:  # not before: on two cores they would make the pages wait
            part.start()
        self._greet(environment, time.monotonic() - began)

    def _environment(self) -> dict[str, str]:
        """The environment of every part; starts the embedded PostgreSQL when none is named."""
        folder, environment = self.plan.data_folder, dict(os.environ)
        if not environment.get("DATABASE_URL"):
            self.postgres = EmbeddedPostgres(folder / "postgres")
            self.postgres.start()
            self.postgres.create_database(DATABASE)
            environment["DATABASE_URL"] = self.postgres.url(DATABASE)
        secret_key = environment.get("SECRET_KEY") or keep_secret(folder / "secret-key")
        audit_key = environment.get("AUDIT_KEY") or keep_secret(
            folder / AUDIT_KEY_FILE, value=secrets.token_urlsafe(50)
        )
        environment |= {
            "SECRET_KEY": secret_key,
            "AUDIT_KEY": audit_key,
            "DATA_DIR": str(folder),
            "PORT": str(self.plan.port),
            "REGIE_DEMO_MODE": "1" if self.plan.demo else "0",
            "DJANGO_SETTINGS_MODULE": "console.settings",
            "PYTHONUNBUFFERED": "1",
        }
        environment.setdefault("BASE_URL", self.plan.address)
        if self.plan.demo:
            kept = keep_secret(folder / "demo-password", value=os.environ.get("DEMO_PASSWORD", ""))
            if environment.get("DEMO_PASSWORD", kept) != kept:
                say("DEMO_PASSWORD is not the password that the demo people have; theirs stays")
            environment["DEMO_PASSWORD"] = kept
        return environment

    def _prepare(self, environment: dict[str, str]) -> None:
        """Tables, queue, demo data and static files, in one process. Raises CannotRun."""
        command = [sys.executable, str(ROOT / "manage.py"), "prepare"]
        done = subprocess.run(
            [*command, "--demo"] if self.plan.demo else command,
            check=False,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env=environment,
            pass_fds=(self.lock.children,),
            preexec_fn=become_child(signal.SIGTERM),
        )
        if done.returncode:
            raise CannotRun(f"preparing failed:\n{done.stdout.decode(errors='replace').strip()}")

    def _make_parts(self, environment: dict[str, str]) -> list[Part]:
        """Web server, worker and beat, in the order in which they are stopped."""
        programs, folder = Path(sys.executable).parent, self.plan.data_folder
        celery = [str(programs / "celery"), "-A", "console"]
        quiet = ["--without-gossip", "--without-mingle", "--without-heartbeat"]
        granian = [
            *(str(programs / "granian"), "console.wsgi:application", "--interface", "wsgi"),
            *("--host", LOOPBACK, "--port", str(self.plan.port), "--http", "1", "--no-ws"),
            *("--workers", "1", "--blocking-threads", "4", "--workers-kill-timeout", "5"),
        ]
        return [
            self._part("web", granian, environment, grace=10),
            # A letter that is being sent may take two timeouts of the mail server.
            self._part("worker", [*celery, "worker", "-c", "2", *quiet], environment, grace=25),
            self._part(
                "beat",
                [*celery, "beat", "-s", str(folder / "beat-schedule"), "--pidfile="],
                environment,
                grace=5,
            ),
        ]

    def _part(
        self, name: str, command: Sequence[str], environment: dict[str, str], *, grace: float
    ) -> Part:
        log_file = self.logs / f"{name}.log"
        if log_file.exists():
            log_file.replace(self.logs / f"{name}.log.1")  # one earlier run is kept
        held = (self.lock.children,)
        return Part(name, list(command), log_file, environment, grace, held)

    def _wait_until_it_answers(self, web: Part) -> None:
        """Return when the web server answers anything. Raises CannotRun with its last words."""
        deadline = time.monotonic() + LONGEST_START
        while not _answers(f"http://{LOOPBACK}:{self.plan.port}/healthz"):
            if not web.is_alive or time.monotonic() > deadline:
                words = web.log_file.read_text(errors="replace").strip()[-2000:]
                raise CannotRun(f"the web server did not start; {web.log_file} ends:\n{words}")
            time.sleep(0.1)

    def _watch(self) -> None:
        """Start again what dies, until StopAsked."""
        while True:
            for part in self.parts:
                if news := part.look():
                    say(news)
            if self.postgres is not None and not self.postgres.is_alive:
                say("PostgreSQL ended; starting it again")
                self.postgres.start()
            time.sleep(0.2)

    def _end(self) -> None:
        """Stop web, worker, beat, then the database; a second request kills them at once."""
        for name in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(name, self._kill)
        for part in self.parts:
            part.ask_to_stop()
            part.end()
        if self.postgres is not None:
            self.postgres.stop()

    def _kill(self, _number: int, _frame: FrameType | None) -> None:
        for part in self.parts:
            part.kill()

    def _greet(self, environment: dict[str, str], seconds: float) -> None:
        """Say where the console answers and, in demo mode, who may sign in with what."""
        say(f"ready on {self.plan.address} after {seconds:.1f} s")
        if self.plan.demo:
            widest = max(len(role) for role, _ in DEMO_PEOPLE)
            lines = [f"  {role:<{widest}}  {email}" for role, email in DEMO_PEOPLE]
            lines += [f"  {'Password of all':<{widest}}  {environment['DEMO_PASSWORD']}"]
            lines += [f"  {'Letters sent':<{widest}}  {self.plan.address}/demo/outbox/"]
            say("people of the demo data:\n" + "\n".join(lines))
        elif not environment.get("EMAIL_URL"):
            outbox = self.plan.data_folder / "outbox"
            say(f"no EMAIL_URL is set: letters are not sent but written to {outbox}")
        say(f"data and logs are in {self.plan.data_folder}; Ctrl-C stops everything")


def say(sentence: str) -> None:
    """One message on standard output, unless nobody reads it any more."""
    try:
        print(f"Regie: {sentence}", flush=True)  # noqa: T201 - the terminal is the page here
    except OSError:
        sys.stdout = open(os.devnull, "w")  # noqa: SIM115 - until the process ends


def _stop(_number: int, _frame: FrameType | None) -> None:
    raise StopAsked


def _demand_free(port: int) -> None:
    """Raises CannotRun when something listens on the port already."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((LOOPBACK, port))
        except OSError as error:
            reason = error.strerror or str(error)
            raise CannotRun(
                f"port {port} cannot be used ({reason}): choose another with --port"
            ) from error


def _answers(url: str) -> bool:
    try:
        urllib.request.urlopen(url, timeout=2).close()  # noqa: S310 - our own loopback address
    except urllib.error.HTTPError:
        return True
    except (OSError, ValueError):
        return False
    return True
