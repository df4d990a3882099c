"""How many rows a list has, exactly where that is cheap."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
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


def count_up_to_cap(queryset: QuerySet[Any], request: HttpRequest | None = None) -> Total:
    """The number of rows, looking at CAP + 1 of them at most. One query.

    With a `request` that changes nothing, the same rows are counted once for all who ask during
    it: a list and the sidebar beside it.
    """
    return count_each_up_to_cap([queryset], request)[0]


def count_each_up_to_cap(
    querysets: Sequence[QuerySet[Any]], request: HttpRequest | None = None
) -> list[Total]:
    """The same for several, all in one query; none for what is known already."""
    known: dict[str, Total] = {}
    if request is not None and request.method in {"GET", "HEAD"}:
        known = vars(request).setdefault("_totals", known)
    asked = [_question(each) for each in querysets]
    new = {_name(each): each for each in asked if each and _name(each) not in known}
    if new:
        counts = ", ".join(
            f"(SELECT COUNT(*) FROM ({sql} LIMIT {CAP + 1}) AS counted)"  # noqa: S608
            for sql, _values in new.values()
        )
        parameters = [value for _sql, values in new.values() for value in values]
        with connections[querysets[0].db].cursor() as cursor:
            cursor.execute(f"SELECT {counts}", parameters)
            found = cursor.fetchone()
        for name, count in zip(new, found, strict=True):
            known[name] = Total(min(count, CAP), is_capped=count > CAP)
    return [known[_name(each)] if each else Total(0) for each in asked]


def _name(asked: tuple[str, tuple[Any, ...]]) -> str:
    return f"{asked[0]} {asked[1]}"


def _question(queryset: QuerySet[Any]) -> tuple[str, tuple[Any, ...]] | None:
    """The rows as SQL and its values; put together here, where that is simple, it costs this
    process a fraction. None where it is known that there is no row."""
    conditions = Conditions.of(queryset)
    if conditions:
        table = connections[queryset.db].ops.quote_name(queryset.model._meta.db_table)
        return f"SELECT 1 FROM {table} WHERE {conditions.sql}", conditions.values  # noqa: S608
    try:
        sql, values = queryset.order_by().values("pk").query.sql_with_params()
    except EmptyResultSet:
        return None
    return sql, tuple(values)
