"""What takes long to make is made once in a process; later tests get the rows back as they were.

The rows are those of all tables, as PostgreSQL writes them with COPY. Their numbers are free when
they come back: the sequences have gone on since. Times stay what they were, some minutes ago.
"""

from __future__ import annotations

from collections.abc import Callable, Hashable, Mapping

from django.db import connection, transaction

_kept: dict[Hashable, Mapping[str, bytes]] = {}


def once(key: Hashable, make: Callable[[], None]) -> None:
    """Call `make`, or put back what it left in the database when it was called for this key."""
    if key in _kept:
        _restore(_kept[key])
        return
    make()
    _kept[key] = {table: _read(table) for table in _tables()}


def _tables() -> list[str]:
    return list(connection.introspection.django_table_names(only_existing=True))


def _read(table: str) -> bytes:
    with connection.cursor() as cursor:
        statement = f"COPY {connection.ops.quote_name(table)} TO STDOUT (FORMAT binary)"
        with cursor.copy(statement) as rows:
            return b"".join(bytes(part) for part in rows)


def _restore(kept: Mapping[str, bytes]) -> None:
    with transaction.atomic(), connection.cursor() as cursor:
        # Neither triggers nor keys between tables: the rows were right when they were read.
        cursor.execute("SET LOCAL session_replication_role = replica")
        for table, rows in kept.items():
            name = connection.ops.quote_name(table)
            cursor.execute(f"DELETE FROM {name}")
            with cursor.copy(f"COPY {name} FROM STDIN (FORMAT binary)") as copy:
                copy.write(rows)
        cursor.execute("SET LOCAL session_replication_role = origin")
