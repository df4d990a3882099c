"""Queries that are asked on every request, put into SQL once per process.

To put a query together costs this process several times what sending it costs. What is asked is
written as a queryset like any other, with a `Slot` wherever a value comes later; the first
question makes the SQL of it, and every one after that only fills in the values.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.db import connection
from django.db.models import BooleanField, Expression, F, Func, QuerySet
from django.db.models.fetch_modes import FETCH_ONE
from django.db.models.query import get_related_populators
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError


class Slot(Expression):
    """The place of a value, by name, on the right side of a lookup: `filter(pk=Slot("pk"))`."""

    def __init__(self, name: str) -> None:
        super().__init__()
        self.name = name

    def as_sql(self, compiler: SQLCompiler, connection: Any) -> tuple[str, Any]:
        """One parameter, which is the slot itself until it is filled."""
        return "(%s)", [self]


class Among(Func):
    """Whether a column is one of a list that comes later: `filter(Among("pk", "people"))`."""

    template = "%(expressions)s"
    arg_joiner = " = ANY "
    output_field = BooleanField()

    def __init__(self, column: str, slot: str) -> None:
        super().__init__(F(column), Slot(slot))


def fill(parameters: Sequence[Any], values: dict[str, Any]) -> list[Any]:
    """The parameters with the values in their slots; KeyError for a slot without one."""
    return [values[each.name] if isinstance(each, Slot) else each for each in parameters]


@dataclass(frozen=True, slots=True)
class _Statement:
    """What a queryset becomes: its SQL, and how a row of it becomes an object."""

    sql: str
    parameters: tuple[Any, ...]
    make: Callable[[Sequence[Any]], Any]
    is_locking: bool


@dataclass(slots=True)
class Prepared[Row]:
    """A query whose shape never changes, for objects of one model or the tuples of a
    `values_list`.

    `build` makes the queryset, with slots; it may join (`select_related`), annotate, order,
    slice and lock. It is called once, at the first question.
    """

    build: Callable[[], QuerySet[Any, Row]]
    _made: _Statement | None = field(default=None, repr=False)

    def all(self, **values: Any) -> list[Row]:
        """Every row, with these values in the slots. One query.

        A locking one raises `TransactionManagementError` outside a transaction.
        """
        made = self._made
        if made is None:
            made = self._made = _statement_of(self.build())
        if made.is_locking and not connection.in_atomic_block:
            raise TransactionManagementError("Rows are locked inside a transaction only.")
        with connection.cursor() as cursor:
            cursor.execute(made.sql, fill(made.parameters, values))
            return [made.make(row) for row in cursor.fetchall()]

    def first(self, **values: Any) -> Row | None:
        """The first row, or None. One query; the queryset limits itself."""
        found = self.all(**values)
        return found[0] if found else None


def _statement_of(rows: QuerySet[Any, Any]) -> _Statement:
    compiler = rows.query.get_compiler(connection=connection)
    sql, parameters = compiler.as_sql()
    is_locking = rows.query.select_for_update
    make = tuple if rows.query.values_select else _maker(compiler)
    return _Statement(sql, tuple(parameters), make, is_locking)


def _maker(compiler: SQLCompiler) -> Callable[[Sequence[Any]], Any]:
    """What Django does with a row of model objects, decided once."""
    chosen, about = compiler.select or [], compiler.klass_info or {}
    positions = about["select_fields"]
    begin, end = positions[0], positions[-1] + 1
    names = [each[0].target.attname for each in chosen[begin:end]]
    mode, model = FETCH_ONE, about["model"]
    related = get_related_populators(about, chosen, connection.alias, mode)
    annotations = (compiler.annotation_col_map or {}).items()
    converters = compiler.get_converters([each[0] for each in chosen])

    def make(row: Sequence[Any]) -> Any:
        cells = list(row)
        for place, (steps, expression) in converters.items():
            for step in steps:
                cells[place] = step(cells[place], expression, connection)
        made = model.from_db(connection.alias, names, cells[begin:end], fetch_mode=mode)
        for each in related:
            each.populate(cells, made)
        for name, place in annotations:
            setattr(made, name, cells[place])
        return made

    return make
