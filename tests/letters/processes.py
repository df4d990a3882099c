"""Real processes for the tests: a mail server, workers, beat. Each leads a group of its own."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from tests.stack.processes import PATIENCE

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def wait_until(true: Callable[[], object], seconds: float, what: str = "") -> None:
    """Return as soon as `true()` is; AssertionError after `seconds` of a quiet machine."""
    seconds *= PATIENCE
    until = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < until, f"not within {seconds} s: {what or true}"
        time.sleep(0.05)


class Process:
    """One child in its own process group, with its words in a file."""

    def __init__(self, *command: str, env: Mapping[str, str], log: Path) -> None:
        self.log = log
        with log.open("ab") as words:
            self.child = subprocess.Popen(
                command,
                cwd=ROOT,
                env=dict(env),
                stdin=subprocess.DEVNULL,
                stdout=words,
                stderr=words,
                start_new_session=True,
            )

    @property
    def is_alive(self) -> bool:
        return self.child.poll() is None

    def signal_group(self, number: signal.Signals) -> None:
        os.killpg(self.child.pid, number)

    def kill(self) -> None:
        """kill -9 of the whole group."""
        if self.is_alive:
            self.signal_group(signal.SIGKILL)
            self.child.wait(10)

    def stop(self, seconds: float = 20) -> int:
        """SIGTERM to the main process alone, as a supervisor sends it; answers its code."""
        if self.is_alive:
            self.child.terminate()
        return self.child.wait(seconds)


def start_worker(env: Mapping[str, str], log: Path, concurrency: int = 2) -> Process:
    """A Celery worker, ready to take tasks."""
    position = log.stat().st_size if log.exists() else 0
    worker = Process(
        *(sys.executable, "-m", "celery", "-A", "console", "worker", "-l", "INFO"),
        *("-c", str(concurrency), "--without-gossip", "--without-mingle"),
        env=env,
        log=log,
    )

    def ready() -> bool:
        words = log.read_bytes()[position:]
        assert worker.is_alive, words.decode()[-2000:]
        return b" ready." in words

    try:
        wait_until(ready, 30, f"a worker, see {log}")
    except BaseException:
        worker.kill()  # or it would take the tasks of every later test
        raise
    return worker


def start_beat(env: Mapping[str, str], log: Path) -> Process:
    """Celery's beat, with its schedule beside the log."""
    return Process(
        *(sys.executable, "-m", "celery", "-A", "console", "beat", "-l", "INFO"),
        *("-s", str(log.with_suffix(".schedule")), "--pidfile="),
        env=env,
        log=log,
    )


class MailServer:
    """The scripted SMTP server, see `smtp_server.py`."""

    def __init__(self, folder: Path) -> None:
        self.log = folder / "smtp.jsonl"
        self.log.touch()
        self.child = subprocess.Popen(
            [sys.executable, str(HERE / "smtp_server.py"), str(self.log)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )
        assert self.child.stdout is not None
        self.port = int(self.child.stdout.readline())

    @property
    def url(self) -> str:
        return f"smtp://127.0.0.1:{self.port}"

    def behave(
        self, manner: str, *, to: str | None = None, times: int | None = None, delay: float = 0
    ) -> None:
        self._tell({"do": "behave", "as": manner, "to": to, "times": times, "delay": delay})

    def refuse(self) -> None:
        """Close the port and every connection."""
        self._tell({"do": "refuse"})

    def listen(self) -> None:
        """Open the port again."""
        self._tell({"do": "listen"})

    @property
    def entries(self) -> list[dict[str, Any]]:
        return [json.loads(line) for line in self.log.read_text().splitlines()]

    @property
    def accepted(self) -> list[dict[str, Any]]:
        return [entry for entry in self.entries if entry["event"] == "accepted"]

    @property
    def connections(self) -> int:
        return sum(entry["event"] == "connected" for entry in self.entries)

    def close(self) -> None:
        self.child.kill()
        self.child.wait(10)

    def _tell(self, command: dict[str, object]) -> None:
        assert self.child.stdin is not None
        assert self.child.stdout is not None
        self.child.stdin.write(json.dumps(command) + "\n")
        self.child.stdin.flush()
        assert self.child.stdout.readline() == "ok\n"
