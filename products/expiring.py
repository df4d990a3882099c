"""What runs out when: products by the month of their expiry, in the zone of whoever looks."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.contrib.postgres.fields import ArrayField
from django.db.models import Count, DateTimeField, F, Func, IntegerField, Q, Value
from django.utils import timezone
from django.utils.formats import date_format

from products.models import ProductQuerySet

MONTHS_AHEAD = 12
_WRITTEN = re.compile(r"(2\d{3})-(0[1-9]|1[0-2])")


@dataclass(frozen=True, slots=True)
class Month:
    """One month of the calendar, told apart by its first day."""

    first: date

    @classmethod
    def of(cls, text: str) -> Month | None:
        """The month that an address names (`2026-11`), or None."""
        found = _WRITTEN.fullmatch(text)
        return cls(date(int(found[1]), int(found[2]), 1)) if found else None

    @property
    def value(self) -> str:
        """As an address names it."""
        return self.first.strftime("%Y-%m")

    @property
    def name(self) -> str:
        """For example "November 2026"."""
        return date_format(self.first, "F Y")

    @property
    def short(self) -> str:
        """For example "Nov"."""
        return date_format(self.first, "M")

    @property
    def next(self) -> Month:
        """The one after it."""
        year, month = divmod(self.first.year * 12 + self.first.month, 12)
        return Month(date(year, month + 1, 1))

    @property
    def condition(self) -> Q:
        """The products that run out in it."""
        return Q(expires_at__gte=_begin(self), expires_at__lt=_begin(self.next))


@dataclass(frozen=True, slots=True)
class Expiring:
    """How many products run out in a month, and how many of them nothing renews."""

    month: Month
    by_hand: int
    automatic: int

    @property
    def total(self) -> int:
        """All of them."""
        return self.by_hand + self.automatic


def expiring_by_month(products: ProductQuerySet, now: datetime) -> list[Expiring]:
    """This month, all of it, and the eleven after it; one query, read from one index.

    Where a month begins is said from here, as in the list: the database has time zones of its
    own, which may be older or newer than ours.
    """
    months = list(_months(now))
    begins = [_begin(each) for each in months]
    whole = Q(expires_at__gte=begins[0], expires_at__lt=_begin(months[-1].next))
    rows = (
        products.filter(whole)
        .annotate(month=_number_among(begins))
        .order_by()
        .values_list("month", "auto_renew")
        .annotate(count=Count("pk"))
    )
    found = {(month, renews): count for month, renews, count in rows}
    return [
        Expiring(each, found.get((number, False), 0), found.get((number, True), 0))
        for number, each in enumerate(months, start=1)
    ]


def _number_among(begins: Sequence[datetime]) -> Func:
    """The number of the month that the expiry lies in, counted from 1."""
    bounds = Value(list(begins), ArrayField(DateTimeField()))
    return Func(F("expires_at"), bounds, function="WIDTH_BUCKET", output_field=IntegerField())


def _months(now: datetime) -> Iterator[Month]:
    month = Month(timezone.localdate(now).replace(day=1))
    for _number in range(MONTHS_AHEAD):
        yield month
        month = month.next


def _begin(month: Month) -> datetime:
    return timezone.make_aware(datetime.combine(month.first, datetime.min.time()))
