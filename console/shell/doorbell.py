"""Wakes the postman after a commit, without making anybody wait.

A broker that is dead or frozen must cost a request nothing, so the task is queued by one
background thread per process. The first ring is passed on at once; those that come while it works,
or right after it, are one ring: however long the broker is away, nothing piles up, and many changes
in a row wake the postman a few times a second. What is lost here is found by beat within seconds.
"""

from __future__ import annotations

import logging
import os
import threading
import time

from django.conf import settings

REST_SECONDS = 0.1
"""Between two rings of one process: to queue a task costs about as much as a small page."""

logger = logging.getLogger(__name__)


class _Doorbell:
    """The thread and the flag of one process."""

    def __init__(self) -> None:
        self._rung = threading.Event()
        self._start = threading.Lock()
        self._thread: threading.Thread | None = None

    def ring(self) -> None:
        self._rung.set()
        with self._start:
            if self._thread is None or not self._thread.is_alive():
                self._thread = threading.Thread(target=self._answer, name="doorbell", daemon=True)
                self._thread.start()

    def _answer(self) -> None:
        from console.shell.tasks import drain_letters

        while True:
            self._rung.wait()
            self._rung.clear()
            try:
                drain_letters.apply_async(retry=False, expires=settings.TASK_EXPIRES_SECONDS)
            except Exception as error:  # any broker, any failure: beat will find the letters
                logger.warning("postman not woken, beat will: %s", error)
            time.sleep(REST_SECONDS)


# By process id: a forked child makes its own and never meets a lock its parent held.
_doorbells: dict[int, _Doorbell] = {}


def ring() -> None:
    """Wake the postman soon; returns at once whatever the broker does."""
    if settings.LETTER_DOORBELL:
        _doorbells.setdefault(os.getpid(), _Doorbell()).ring()
