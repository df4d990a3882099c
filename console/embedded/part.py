"""One part of the console (web, worker, beat) as a supervised process."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path

from console.embedded import guard
from console.embedded.children import become_child

FIRST_PAUSE, LONGEST_PAUSE = 1.0, 30.0  # seconds before a part that died is started again
WELL_AFTER = 60.0  # seconds of life after which the next death begins at the first pause


@dataclass
class Part:
    """A command that has to stay alive.

    `grace` is the time in seconds it gets to end by itself; `held` are file descriptors that
    its guard keeps open as long as anything of it lives.
    """

    name: str
    command: list[str]
    log_file: Path
    environment: dict[str, str]
    grace: float
    held: tuple[int, ...] = ()
    process: subprocess.Popen[bytes] | None = None
    started_at: float = 0.0
    pause: float = field(default=FIRST_PAUSE)
    restart_at: float | None = None

    def start(self) -> None:
        """Start the command behind its guard, in a session of its own."""
        watchman = [sys.executable, "-I", "-S", guard.__file__, str(self.grace)]
        with self.log_file.open("ab") as log:
            self.process = subprocess.Popen(
                [*watchman, *self.command],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=self.environment,
                pass_fds=self.held,
                preexec_fn=become_child(signal.SIGTERM),
            )
        self.started_at, self.restart_at = time.monotonic(), None

    def look(self) -> str | None:
        """Start the part again when its time has come; a sentence when it was found dead."""
        if self.process is None:
            return None
        if self.restart_at is not None:
            if time.monotonic() >= self.restart_at:
                self.start()
            return None
        code = self.process.poll()
        if code is None:
            return None
        self._kill_group()
        if time.monotonic() - self.started_at > WELL_AFTER:
            self.pause = FIRST_PAUSE
        pause, self.pause = self.pause, min(self.pause * 2, LONGEST_PAUSE)
        self.restart_at = time.monotonic() + pause
        return f"{self.name} ended (exit {code}); starting it again in {pause:.0f} s"

    @property
    def is_alive(self) -> bool:
        """Whether its guard, and so the command, still runs."""
        return self.process is not None and self.process.poll() is None

    def ask_to_stop(self) -> None:
        """Begin to stop; the guard kills what is left after the grace time."""
        if self.process is not None and self.is_alive:
            self.process.terminate()

    def end(self) -> None:
        """Wait until nothing of it lives."""
        if self.process is None:
            return
        with suppress(subprocess.TimeoutExpired):
            self.process.wait(self.grace + 5)
        self.kill()

    def kill(self) -> None:
        """End it now."""
        self._kill_group()
        if self.process is not None:
            self.process.wait()

    def _kill_group(self) -> None:
        """Kill the guard's process group: the guard, the command, and what the command forked."""
        if self.process is None:
            return
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
