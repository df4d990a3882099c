"""The queue of tasks in PostgreSQL itself (pgmq), for an installation without Redis."""

from __future__ import annotations

from urllib.parse import parse_qsl, urlencode, urlsplit

import psycopg
from pgmq import install_pgmq_from_sql

PGMQ_URL = "pgmq://localhost"  # the server is named by the transport options, not by this
# A task that runs longer, or waits longer by a countdown, is handed out a second time.
VISIBILITY_TIMEOUT_SECONDS = 300
CONNECT_TIMEOUT_SECONDS = 2


def transport_options(database_url: str) -> dict[str, object]:
    """Celery's `broker_transport_options` for the queue in the database of `database_url`."""
    return {
        "conn_string": _with_connect_timeout(database_url),
        "init_extension": False,  # made by `install_broker`: it is no extension here
        "use_notify": True,
        "notify_throttle_interval_ms": 0,
        "wait_time_seconds": 0,
        "polling_interval": 0.1,
        "visibility_timeout": VISIBILITY_TIMEOUT_SECONDS,
        "pool_size": 4,
        "pool_timeout": CONNECT_TIMEOUT_SECONDS,  # a database that is away must not hold a page
    }


def install_broker(database_url: str) -> None:
    """Make the schema of the queue unless it is there; safe when two do it at once."""
    with psycopg.connect(database_url) as connection:
        connection.execute("SELECT pg_advisory_xact_lock(hashtext('regie.pgmq'))")
        found = connection.execute("SELECT 1 FROM pg_namespace WHERE nspname = 'pgmq'")
        if not found.fetchone():
            install_pgmq_from_sql(conn=connection)


def empty_broker(database_url: str) -> None:
    """Throw away every waiting task."""
    with psycopg.connect(database_url) as connection:
        connection.execute("SELECT pgmq.purge_queue(queue_name) FROM pgmq.list_queues()")


def _with_connect_timeout(database_url: str) -> str:
    address = urlsplit(database_url)
    options = dict(parse_qsl(address.query)) | {"connect_timeout": str(CONNECT_TIMEOUT_SECONDS)}
    return address._replace(query=urlencode(options)).geturl()
