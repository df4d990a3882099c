"""Who runs on a data folder: at most one console at a time."""

from __future__ import annotations

import fcntl
import json
import os
import time
from pathlib import Path


class AlreadyRunning(Exception):
    """Another console holds the folder; the text says where it answers."""


class FolderLock:
    """Held by the supervisor as long as it lives, and by its children until the last has ended.

    The kernel lets go of both when a process dies, however it dies: no stale lock is possible.
    """

    def __init__(self, folder: Path) -> None:
        self._run = os.open(folder / "run.lock", os.O_RDWR | os.O_CREAT, 0o600)
        self.children = os.open(folder / "children.lock", os.O_RDWR | os.O_CREAT, 0o600)

    def acquire(self, address: str, *, patience: float = 60) -> None:
        """Take the folder for the console at `address`. Raises AlreadyRunning.

        Children of a supervisor that was killed are still ending: they are waited for, at most
        `patience` seconds.
        """
        if not _try(self._run):
            raise AlreadyRunning(self._holder())
        os.ftruncate(self._run, 0)
        os.pwrite(self._run, json.dumps({"pid": os.getpid(), "address": address}).encode(), 0)
        deadline = time.monotonic() + patience
        while not _try(self.children):
            if time.monotonic() > deadline:
                raise AlreadyRunning("parts of the previous run do not end")
            time.sleep(0.1)

    def _holder(self) -> str:
        try:
            holder = json.loads(os.pread(self._run, 4096, 0))
        except ValueError:  # it has just begun
            return "Regie is already being started on this data folder"
        return f"Regie is already running at {holder['address']} (process {holder['pid']})"


def _try(descriptor: int) -> bool:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
