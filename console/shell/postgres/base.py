"""The connection to PostgreSQL: Django's own, looked at more cheaply before a request uses it.

Django asks `SELECT 1` once in every request, whether the connection of the last one still lives.
A server that goes away tells every client, or its system closes the connection: either way there
is something to read where nothing was asked. Only then is the question worth asking.
"""

from __future__ import annotations

import select

from django.db.backends.postgresql import base


class DatabaseWrapper(base.DatabaseWrapper):
    """Usable unless closed, or unless the server has something to say and then does not answer."""

    def is_usable(self) -> bool:
        """Whether the next statement will find a server; raises nothing."""
        if self.connection is None or self.connection.closed:
            return False
        return not _has_news(self.connection.fileno()) or bool(super().is_usable())


def _has_news(descriptor: int) -> bool:
    """Whether something came that nobody asked for: words, or the end."""
    poll = select.poll()
    poll.register(descriptor, select.POLLIN | select.POLLPRI)
    return bool(poll.poll(0))
