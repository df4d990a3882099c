"""How many rows a list has, exactly where that is cheap."""

from __future__ import annotations

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
    asked = _question(queryset)
    if asked is None:
        return Total(0)
    sql, values = asked
    known: dict[str, Total] = {}
    if request is not None and request.method in {"GET", "HEAD"}:
        known = vars(request).setdefault("_totals", known)
    name = f"{sql} {values}"
    if name not in known:
        with connections[queryset.db].cursor() as cursor:
            cursor.execute(f"SELECT COUNT(*) FROM ({sql} LIMIT {CAP + 1}) AS counted", values)  # noqa: S608
            (found,) = cursor.fetchone()
        known[name] = Total(min(found, CAP), is_capped=found > CAP)
    return known[name]


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
