"""Looking for processes that a test started, and waiting for what they do."""

from __future__ import annotations

import os
import time
from collections.abc import Callable
from pathlib import Path

# How much slower than a quiet machine with two cores the one that runs the tests may be.
PATIENCE = 3


def living(mark: str) -> list[int]:
    """The processes, without zombies and without us, that have `NAME=value` in their environment.

    The environment is inherited by whatever they start, so none can hide.
    """
    found = []
    for folder in Path("/proc").glob("[0-9]*"):
        try:
            environment = (folder / "environ").read_bytes().split(b"\0")
            state = (folder / "stat").read_text().rpartition(")")[2].split()[0]
        except OSError:  # it ended while we looked, or is somebody else's
            continue
        if mark.encode() in environment and state != "Z" and int(folder.name) != os.getpid():
            found.append(int(folder.name))
    return found


def wait_for(condition: Callable[[], bool], *, seconds: float = 10) -> None:
    """Return once the condition holds. Raises TimeoutError after `seconds` of a quiet machine."""
    deadline = time.monotonic() + seconds * PATIENCE
    while not condition():
        if time.monotonic() > deadline:
            raise TimeoutError("it did not happen in time")
        time.sleep(0.05)
