"""How many rows a list has, exactly where that is cheap."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.core.exceptions import EmptyResultSet
from django.db import connections
from django.db.models import QuerySet
from django.utils.formats import number_format

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


def count_up_to_cap(queryset: QuerySet[Any]) -> Total:
    """The number of rows, looking at CAP + 1 of them at most. One query.

    What `.count()` asks too; put together here, it costs this process half as much.
    """
    try:
        rows, parameters = queryset.order_by().values("pk")[: CAP + 1].query.sql_with_params()
    except EmptyResultSet:
        return Total(0)
    with connections[queryset.db].cursor() as cursor:
        cursor.execute(f"SELECT COUNT(*) FROM ({rows}) AS counted", parameters)  # noqa: S608
        (found,) = cursor.fetchone()
    return Total(min(found, CAP), is_capped=found > CAP)
