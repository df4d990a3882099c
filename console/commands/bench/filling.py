"""Rows by the thousand, made inside PostgreSQL by statements that know the models' defaults."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from django.db import connection
from django.db.models import GeneratedField, Model

BATCH = 50_000  # rows a statement, far below its timeout


@contextmanager
def indexed_last(table: str, rows: int) -> Iterator[None]:
    """Where many rows come, the indexes of the table are made at the end: trigrams of all rows at
    once take a tenth of one by one. Those that hold a constraint stay."""
    if rows < BATCH:
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT indexname, indexdef FROM pg_indexes WHERE tablename = %s AND NOT EXISTS"
            " (SELECT FROM pg_constraint WHERE conname = indexname)",
            [table],
        )
        indexes = dict(cursor.fetchall())
        for name in indexes:
            cursor.execute(f"DROP INDEX {name}")
        yield
        cursor.execute("SET statement_timeout = 0")
        for definition in indexes.values():
            cursor.execute(definition)
        cursor.execute("RESET statement_timeout")


def insertion(pattern: Model, changes: Mapping[str, str], source: str) -> tuple[str, list[Any]]:
    """A statement that makes a row per row of `source`, as the pattern says except for the
    columns in `changes`, which are SQL; and its parameters."""
    values: dict[str, str] = {}
    parameters = []
    for field in pattern._meta.concrete_fields:
        if field.primary_key or isinstance(field, GeneratedField):
            continue
        values[str(field.column)] = changes.get(str(field.column), "%s")
        if field.column not in changes:
            parameters.append(field.get_db_prep_save(field.pre_save(pattern, True), connection))
    table, columns = pattern._meta.db_table, ", ".join(f'"{name}"' for name in values)
    made = f"INSERT INTO {table} ({columns}) SELECT {', '.join(values.values())} FROM {source}"  # noqa: S608 -- names of models
    return made, parameters


def fill(pattern: Model, changes: Mapping[str, str], source: str) -> None:
    """Make those rows."""
    with connection.cursor() as cursor:
        cursor.execute(*insertion(pattern, changes, source))
