"""The phases that a registry leads a name through after its expiry."""

from __future__ import annotations

import calendar
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from products.catalog.extensions import extension_of

ACTIVE, EXPIRED, REDEMPTION = "active", "expired", "redemption"
PENDING_DELETE, RELEASED = "pending_delete", "released"


@dataclass(frozen=True, slots=True)
class Life:
    """How long each phase after the expiry lasts; a phase of no length is left out."""

    grace: timedelta
    redemption: timedelta
    pending_delete: timedelta


# ICANN, "Life Cycle of a Typical gTLD Domain Name": auto-renew grace 0 to 45 days, redemption 30,
# pending delete 5. https://www.icann.org/resources/pages/gtld-lifecycle-2012-02-25-en
TYPICAL = Life(timedelta(days=45), timedelta(days=30), timedelta(days=5))

LifeOf = Callable[[str], Life]


def typical_life(name: str) -> Life:
    """The figures of a typical generic extension, whatever the name."""
    return TYPICAL


def life_of(name: str) -> Life:
    """The figures of the name's extension as far as they are known, typical ones where not.

    A grace that is not known before a redemption that is has no length, as in
    `products.domain_life`: both sides see the same phase.
    """
    known = extension_of(name)
    grace = 0 if known.grace is None and known.redemption is not None else known.grace
    return Life(
        _days(grace, TYPICAL.grace),
        _days(known.redemption, TYPICAL.redemption),
        _days(known.pending_delete, TYPICAL.pending_delete),
    )


def ends(life: Life, expires_at: datetime) -> Iterator[tuple[str, datetime]]:
    """Each phase with the moment when it is over."""
    moment = expires_at
    yield ACTIVE, moment
    for phase, length in (
        (EXPIRED, life.grace),
        (REDEMPTION, life.redemption),
        (PENDING_DELETE, life.pending_delete),
    ):
        moment += length
        yield phase, moment


def phase_at(life: Life, expires_at: datetime, now: datetime) -> str:
    """The phase at a moment; a phase begins with its first instant and ends before the next's."""
    return next((phase for phase, end in ends(life, expires_at) if now < end), RELEASED)


def add_years(moment: datetime, years: int) -> datetime:
    """The same day and hour some years on; February 29 becomes the 28th where there is none."""
    year = moment.year + years
    day = min(moment.day, calendar.monthrange(year, moment.month)[1])
    return moment.replace(year=year, day=day)


def _days(figure: int | None, typical: timedelta) -> timedelta:
    return typical if figure is None else timedelta(days=figure)
