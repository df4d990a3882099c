"""Celery's transport over pgmq, which also comes back from a transaction that was ended for it."""

from __future__ import annotations

from kombu.transport import TRANSPORT_ALIASES, pgmq
from psycopg.errors import IdleInTransactionSessionTimeout


class Transport(pgmq.Transport):
    """A worker that was frozen too long connects anew instead of ending."""

    connection_errors = (  # type: ignore[assignment]  # the base names a tuple of just so many
        *pgmq.Transport.connection_errors,
        IdleInTransactionSessionTimeout,
    )


def use_transport() -> None:
    """`pgmq://` means this transport from now on."""
    TRANSPORT_ALIASES["pgmq"] = f"{__name__}:{Transport.__name__}"
