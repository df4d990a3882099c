"""Days as other panels write them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, datetime

# A time after the day counts for nothing: what is known is the day.
_CLOCK = re.compile(
    r"[T ]\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[AaPp][Mm])?\s*(Z|UTC|[+-]\d{2}:?\d{2})?$"
)
_ISO = re.compile(r"(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})")
_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})\.(\d{4})")
# Read as day and month or as month and day, which only the rest of the list can tell.
_SLASHED = re.compile(r"(\d{1,2})[/-](\d{1,2})[/-](\d{4})")
_NAMED = ("%d %b %Y", "%d %B %Y", "%d-%b-%Y", "%b %d, %Y", "%B %d, %Y")
EARLIEST, LATEST = 1985, 2100


class TwoWays(ValueError):
    """The day can be read as two different ones."""


def is_month_first(days: Iterable[str]) -> bool | None:
    """Whether the slashed days of one list begin with the month; None where nothing tells, or
    some of them say one thing and some the other."""
    found = {
        int(second) > 12
        for text in days
        if (match := _SLASHED.fullmatch(_day_of(text)))
        for first, second in [(match[1], match[2])]
        if (int(first) > 12) != (int(second) > 12)
    }
    return found.pop() if len(found) == 1 else None


def read_day(text: str, *, month_first: bool | None) -> date:
    """The day that is written. Raises `TwoWays`, or `ValueError` for what is no day."""
    day = _day_of(text)
    if match := _ISO.fullmatch(day):
        return _made(match[1], match[2], match[3])
    if match := _DOTTED.fullmatch(day):
        return _made(match[3], match[2], match[1])
    if match := _SLASHED.fullmatch(day):
        return _slashed(match, month_first)
    for form in _NAMED:
        try:
            found = datetime.strptime(day, form).date()  # noqa: DTZ007 -- a day has no zone
        except ValueError:
            continue
        return _within(found)
    raise ValueError(text)


def _slashed(match: re.Match[str], month_first: bool | None) -> date:
    first, second, year = match.groups()
    if first != second and month_first is None:
        if int(first) <= 12 and int(second) <= 12:
            raise TwoWays(match[0])
        month_first = int(second) > 12
    return _made(year, first, second) if month_first else _made(year, second, first)


def _made(year: str, month: str, day: str) -> date:
    return _within(date(int(year), int(month), int(day)))


def _within(day: date) -> date:
    if not EARLIEST <= day.year <= LATEST:
        raise ValueError(day)
    return day


def _day_of(text: str) -> str:
    return _CLOCK.sub("", text.strip())
