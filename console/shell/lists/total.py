"""How many rows a list has, exactly where that is cheap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import IntegerField, Model, QuerySet, Subquery
from django.http import HttpRequest
from django.utils.formats import number_format

from console.shell.lists.statement import Conditions

CAP = 1_000
"""Up to here a list is counted; past it the number says "1,000+" and costs no more."""


@dataclass(frozen=True, slots=True)
class Total:
    """A count, or the knowledge that there are more."""

    count: int
    is_capped: bool = False

    def __str__(self) -> str:
        text = str(number_format(self.count, use_l10n=True, force_grouping=True))
        return f"{text}+" if self.is_capped else text

    def __bool__(self) -> bool:
        return self.count > 0


@dataclass(frozen=True, slots=True)
class Part:
    """Of these rows, those with one value in a text column. All parts of the same rows (the same
    object) are asked for in one piece, which PostgreSQL plans once."""

    rows: QuerySet[Any]
    column: str
    value: str


@dataclass(frozen=True, slots=True)
class Whole:
    """Rows of which each is in exactly one of these parts: they are added up, not counted."""

    rows: QuerySet[Any]
    parts: Sequence[Part]


Counted = QuerySet[Any] | Part | Whole


def count_up_to_cap(queryset: QuerySet[Any], request: HttpRequest | None = None) -> Total:
    """The number of rows, looking at CAP + 1 of them at most. One query.

    With a `request` that changes nothing, the same rows are counted once for all who ask during
    it: a list and the sidebar beside it.
    """
    return count_each_up_to_cap([queryset], request)[0]


def count_each_up_to_cap(
    counted: Sequence[Counted], request: HttpRequest | None = None
) -> list[Total]:
    """The same for several, all in one query; none for what is known already."""
    known: dict[str, Total] = {}
    if request is not None and request.method in {"GET", "HEAD"}:
        known = vars(request).setdefault("_totals", known)
    wholes = [each for each in counted if isinstance(each, Whole)]
    one_by_one = {id(each): each for each in counted if not isinstance(each, Whole)}
    one_by_one |= {id(part): part for whole in wholes for part in whole.parts}
    totals = dict(zip(one_by_one, _one_by_one([*one_by_one.values()], known), strict=True))
    for whole in wholes:
        total = _added([totals[id(part)] for part in whole.parts])
        totals[id(whole)] = total
        # Whoever counts the same rows during this request knows it too.
        if (question := _question(whole.rows)) is not None:
            known[question.name] = total
    return [totals[id(each)] for each in counted]


class _Count(Subquery):
    """How many rows a query has, beside other columns."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) AS counted)"
    output_field = IntegerField()


def first_and_count[M: Model](
    found: QuerySet[M], counted: QuerySet[Any], request: HttpRequest
) -> M | None:
    """The first row of `found`, and with it the number of `counted`, which whoever counts the same
    during this request then knows. One query."""
    question = _question(counted)
    if question is None or request.method not in {"GET", "HEAD"}:
        return found.first()
    counting = _Count(counted.order_by().values("pk")[: CAP + 1])
    row: M | None = found.annotate(_counted=counting).first()
    if row is not None:
        known: dict[str, Total] = vars(request).setdefault("_totals", {})
        number: int = vars(row)["_counted"]
        known[question.name] = Total(min(number, CAP), is_capped=number > CAP)
    return row


def _added(parts: Sequence[Total]) -> Total:
    count = sum(part.count for part in parts)
    is_capped = count > CAP or any(part.is_capped for part in parts)
    return Total(min(count, CAP), is_capped=is_capped)


def _one_by_one(counted: Sequence[QuerySet[Any] | Part], known: dict[str, Total]) -> list[Total]:
    asked = _asked(counted)
    new = {each.name: each for each in asked if each and each.name not in known}
    if new:
        pieces = _pieces(list(new.values()))
        first = counted[0]
        with connections[(first.rows if isinstance(first, Part) else first).db].cursor() as cursor:
            cursor.execute(
                f"SELECT {', '.join(sql for sql, _values, _names in pieces)}",
                [value for _sql, values, _names in pieces for value in values],
            )
            found = cursor.fetchone()
        for (_sql, _values, names), counts in zip(pieces, found, strict=True):
            for name, count in zip(names, counts, strict=True):
                known[name] = Total(min(count, CAP), is_capped=count > CAP)
    return [known[each.name] if each else Total(0) for each in asked]


Piece = tuple[str, tuple[Any, ...], list[str]]
"""A piece of a statement that counts, its values, and the names of what it counts."""


@dataclass(frozen=True, slots=True)
class _Asked:
    """Rows to count, as SQL and its values. Of a part, `split` is the SQL with `part.value` in the
    place of its value, which is the last one."""

    sql: str
    values: tuple[Any, ...]
    split: str = ""

    @property
    def name(self) -> str:
        """The same for whoever asks for the same rows."""
        return f"{self.sql} {self.values}"


def _asked(counted: Sequence[QuerySet[Any] | Part]) -> list[_Asked | None]:
    """What each is as SQL. None where it is known that there is no row."""
    wholes: dict[int, tuple[Conditions | None, bool]] = {}
    asked = []
    for each in counted:
        if not isinstance(each, Part):
            asked.append(_question(each))
            continue
        if id(each.rows) not in wholes:
            conditions = Conditions.of(each.rows)
            wholes[id(each.rows)] = conditions, bool(conditions or _question(each.rows))
        conditions, is_any = wholes[id(each.rows)]
        if conditions:
            asked.append(_part(each, conditions))
        else:
            part = each.rows.filter(**{each.column: each.value})
            asked.append(_question(part) if is_any else None)
    return asked


def _pieces(asked: Sequence[_Asked]) -> list[Piece]:
    """The pieces of the statement, each an array of counts: parts of the same rows together."""
    together: dict[str, list[_Asked]] = {}
    pieces: list[Piece] = []
    for each in asked:
        if each.split:
            together.setdefault(f"{each.split} {each.values[:-1]}", []).append(each)
        else:
            pieces.append((f"ARRAY[({_counting(each.sql)})]", each.values, [each.name]))
    for parts in together.values():
        sql = (
            f"ARRAY(SELECT ({_counting(parts[0].split)})"  # noqa: S608
            " FROM unnest(%s::text[]) WITH ORDINALITY AS part (value, place) ORDER BY place)"
        )
        values = (*parts[0].values[:-1], [each.values[-1] for each in parts])
        pieces.append((sql, values, [each.name for each in parts]))
    return pieces


def _counting(sql: str) -> str:
    return f"SELECT COUNT(*) FROM ({sql} LIMIT {CAP + 1}) AS counted"  # noqa: S608


def _part(part: Part, conditions: Conditions) -> _Asked:
    quote = connections[part.rows.db].ops.quote_name
    table = quote(part.rows.model._meta.db_table)
    column = f"{table}.{quote(part.column)}"
    begin = f"SELECT 1 FROM {table} WHERE ({conditions.sql} AND {column} = "  # noqa: S608
    # The same text as of a queryset that asks for the value: who counts that knows this.
    return _Asked(f"{begin}%s)", (*conditions.values, part.value), split=f"{begin}part.value)")


def _question(queryset: QuerySet[Any]) -> _Asked | None:
    """The rows as SQL and its values; put together here, where that is simple, it costs this
    process a fraction. None where it is known that there is no row."""
    conditions = Conditions.of(queryset)
    if conditions:
        table = connections[queryset.db].ops.quote_name(queryset.model._meta.db_table)
        return _Asked(f"SELECT 1 FROM {table} WHERE {conditions.sql}", conditions.values)  # noqa: S608
    try:
        sql, values = queryset.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return None
    return _Asked(sql, tuple(values))
