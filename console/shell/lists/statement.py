"""The SQL of a list, put together once for each shape of its conditions.

A page of a list and its count are the same statements on every request, but for the values in
them. Of what a view hands over only the conditions are put into SQL each time; the statement
around them is remembered under them. What is more than conditions on one table (a join, an
annotation, DISTINCT …) is left to Django.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.core.exceptions import EmptyResultSet, FullResultSet
from django.db import connections
from django.db.models import QuerySet

from console.shell.prepared import Slot, fill

MOST_REMEMBERED = 500
"""Statements that a list keeps; past it the memory is emptied and fills itself again."""


@dataclass(frozen=True, slots=True)
class Conditions:
    """What a queryset asks of the rows of one table, as SQL, and the values in it."""

    sql: str
    values: tuple[Any, ...]

    @classmethod
    def of(cls, rows: QuerySet[Any]) -> Conditions | None:
        """None where the queryset is more than that, or asks for nothing or for everything."""
        query = rows.query
        is_more = (
            query.annotations
            or query.extra
            or query.distinct
            or query.combinator
            or query.is_sliced
            or query.select_for_update
            or query.group_by is not None
            or sum(map(bool, query.alias_refcount.values())) != 1
        )
        if is_more or query.values_select:
            return None
        try:
            sql, values = query.get_compiler(rows.db).compile(query.where)
        except (EmptyResultSet, FullResultSet):
            return None
        return cls(sql, tuple(values))


@dataclass(frozen=True, slots=True)
class Statement:
    """A statement around conditions, and the names of what it reads."""

    sql: str
    before: tuple[Any, ...]
    after: tuple[Any, ...]
    names: tuple[str, ...]

    def run(
        self, database: str, conditions: Conditions, slots: Mapping[str, Any]
    ) -> list[dict[str, Any]]:
        """Its rows, with the values of these conditions."""
        values = dict(slots)
        parameters = [
            *fill(self.before, values),
            *conditions.values,
            *fill(self.after, values),
        ]
        with connections[database].cursor() as cursor:
            cursor.execute(self.sql, parameters)
            names = self.names
            return [dict(zip(names, row, strict=True)) for row in cursor.fetchall()]


@dataclass(frozen=True, slots=True)
class Statements:
    """What one list has been asked so far; belongs to its declaration."""

    _known: dict[tuple[Any, ...], Statement | None] = field(default_factory=dict)

    def around(
        self,
        conditions: Conditions,
        shape: tuple[Any, ...],
        build: Callable[[], QuerySet[Any, Any]],
    ) -> Statement | None:
        """The statement that `build` makes around these conditions; None where it hides them.

        `build` is called at the first question of a `shape`. It makes a queryset of `.values()`
        with a `Slot` for whatever else changes.
        """
        key = (conditions.sql, *shape)
        if key not in self._known:
            if len(self._known) >= MOST_REMEMBERED:
                self._known.clear()
            self._known[key] = _around(conditions, build())
        return self._known.get(key)


def _around(conditions: Conditions, rows: QuerySet[Any, Any]) -> Statement | None:
    query = rows.query
    compiler = query.get_compiler(rows.db)
    sql, parameters = compiler.as_sql()
    chosen = [each[0] for each in (compiler.select or [])]
    if sql.count(conditions.sql) != 1 or compiler.get_converters(chosen):
        return None
    begin = _places(sql[: sql.index(conditions.sql)])
    end = begin + len(conditions.values)
    if not _same(parameters[begin:end], conditions.values):
        return None
    names = tuple(query.selected or ())
    if len(names) != len(chosen):
        return None
    return Statement(sql, tuple(parameters[:begin]), tuple(parameters[end:]), names)


def _places(sql: str) -> int:
    """How many parameters a text has; `%%` is a sign of its own."""
    return sql.replace("%%", "").count("%s")


def _same(found: Sequence[Any], wanted: Sequence[Any]) -> bool:
    return not any(isinstance(each, Slot) for each in found) and tuple(found) == tuple(wanted)
