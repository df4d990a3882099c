"""The queue of tasks in PostgreSQL itself (pgmq), for an installation without Redis."""

from __future__ import annotations

import psycopg
from pgmq import install_pgmq_from_sql
from psycopg.conninfo import conninfo_to_dict, make_conninfo

PGMQ_URL = "pgmq://localhost"  # the server is named by the transport options, not by this
# A task that runs longer, or waits longer by a countdown, is handed out a second time.
VISIBILITY_TIMEOUT_SECONDS = 300
CONNECT_TIMEOUT_SECONDS = 2
# Every question to the queue is one short transaction. A worker that freezes within one keeps its
# locks, and no other worker could begin: PostgreSQL ends the transaction after this long.
IDLE_IN_TRANSACTION_SECONDS = 5
READ_BY_PGMQ = ("host", "port", "dbname", "user", "password")


def transport_options(database_url: str) -> dict[str, object]:
    """Celery's `broker_transport_options` for the queue in the database of `database_url`."""
    return {
        "conn_string": _keywords(database_url),
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


def _keywords(database_url: str) -> str:
    """The address as pgmq 1.1 needs it.

    Of a URL it ignores the query, where the folder of a socket and `sslmode` stand. Of keywords
    it reads five and puts them, unquoted, into a string of its own: so they are quoted twice,
    and what it knows nothing of travels behind the name of the database.
    """
    facts = {key: str(value) for key, value in conninfo_to_dict(database_url).items()}
    read = {key: _quoted(facts.pop(key)) for key in READ_BY_PGMQ if key in facts}
    limit = f"-c idle_in_transaction_session_timeout={IDLE_IN_TRANSACTION_SECONDS}s"
    facts["options"] = f"{facts.get('options', '')} {limit}".strip()
    rest = make_conninfo(**facts | {"connect_timeout": str(CONNECT_TIMEOUT_SECONDS)})
    return make_conninfo(**read | {"dbname": f"{read['dbname']} {rest}"})


def _quoted(value: str) -> str:
    escaped = value.replace("\\", r"\\").replace("'", r"\'")
    return f"'{escaped}'"
