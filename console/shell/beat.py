"""Celery's scheduler, which also says that it is alive."""

from __future__ import annotations

import logging
from time import monotonic

from celery.beat import PersistentScheduler
from django.conf import settings
from django.db import DatabaseError, connection

from console.shell.heartbeat import BEAT, sign_of_life

logger = logging.getLogger(__name__)


class Scheduler(PersistentScheduler):  # type: ignore[misc]
    """Writes its own row, since a worker cannot tell a silent beat from an idle one."""

    _signed_at: float | None = None

    def tick(self, *args: object, **kwargs: object) -> float:
        """One look at the schedule; answers the seconds until the next."""
        now = monotonic()
        if self._signed_at is None or now - self._signed_at >= settings.HEARTBEAT_SECONDS:
            self._signed_at = now
            self._sign()
        wait: float = super().tick(*args, **kwargs)
        return min(wait, float(settings.HEARTBEAT_SECONDS))

    def _sign(self) -> None:
        try:
            sign_of_life(BEAT)
        except DatabaseError as error:  # the database is away; timed jobs go on
            logger.warning("beat could not write its sign of life: %s", error)
            connection.close()
