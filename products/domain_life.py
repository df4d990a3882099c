"""The life of a domain after its expiry: phases, their moments, and what can be done in each.

Lengths are days of 24 hours from the expiry on, as registries count; which calendar day a moment
falls on is asked in the Organization's zone. Nothing here reads a clock or a database.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from products.catalog.extensions import Extension

ACTIVE, EXPIRED, REDEMPTION = "active", "expired", "redemption"
PENDING_DELETE, RELEASED = "pending_delete", "released"
ORDER = (ACTIVE, EXPIRED, REDEMPTION, PENDING_DELETE, RELEASED)
RENEW, RESTORE, NOTHING = "renew", "restore", "nothing"
DOES = {ACTIVE: RENEW, EXPIRED: RENEW, REDEMPTION: RESTORE}

# Days before the expiry on which the holder is written to (decisions, G2).
REMIND = (60, 30, 14, 7, 1)
# The day before the expiry on which an automatic renewal is tried (G9.6).
ATTEMPT = 14
HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Phase:
    """One phase: from `begins_at` (None: since ever) until right before `ends_at`.

    No `ends_at`: how long it lasts is not known, or it lasts for good; whoever wants to keep the
    domain acts now.
    """

    status: str
    begins_at: datetime | None
    ends_at: datetime | None

    @property
    def does(self) -> str:
        """What can be done in it: renew (at the normal price), restore, or nothing."""
        return DOES.get(self.status, NOTHING)

    @property
    def is_open(self) -> bool:
        """Whether its end is not known although it has one: act now."""
        return self.ends_at is None and self.status != RELEASED

    @property
    def last_hour(self) -> datetime | None:
        """When its last hour begins."""
        return self.ends_at - HOUR if self.ends_at else None

    def first_day(self, time_zone: str) -> date | None:
        """The calendar day on which it begins, in that zone."""
        return _day(self.begins_at, time_zone) if self.begins_at else None

    def last_day(self, time_zone: str) -> date | None:
        """The calendar day of its last moment, in that zone."""
        if self.ends_at is None:
            return None
        return _day(self.ends_at - timedelta(microseconds=1), time_zone)


def phases(extension: Extension, expires_at: datetime) -> list[Phase]:
    """The phases in their order; one of no length is left out.

    A grace of unknown length is not counted on: what follows is dated as if there were none,
    the earliest that it can be. Another phase of unknown length has no end, and none follows.
    """
    return list(_phases(extension, expires_at))


def phase_on(extension: Extension, expires_at: datetime, moment: datetime) -> Phase:
    """The phase at a moment; a phase begins with its first instant."""
    found = phases(extension, expires_at)
    return next((each for each in found if not each.ends_at or moment < each.ends_at), found[-1])


def days_left(expires_at: datetime, now: datetime, time_zone: str) -> int:
    """Calendar days in that zone from today to the day of the expiry; 0 on the day itself."""
    return (_day(expires_at, time_zone) - _day(now, time_zone)).days


def reminder_due(left: int, *, auto_renew: bool) -> int | None:
    """The step of `REMIND` that is due with so many days left: the latest one, whichever were
    missed. While an automatic renewal is still to be tried (14 days before) there is none."""
    if left < 0 or (auto_renew and left >= ATTEMPT):
        return None
    steps = [step for step in REMIND if step >= left and not (auto_renew and step >= ATTEMPT)]
    return min(steps, default=None)


def is_later(status: str, than: str) -> bool:
    """Whether a status comes after another in the life of a domain."""
    return ORDER.index(status) > ORDER.index(than)


def _phases(extension: Extension, expires_at: datetime) -> Iterator[Phase]:
    yield Phase(ACTIVE, None, expires_at)
    begins, grace = expires_at, extension.grace
    if grace is None and extension.redemption is None:
        yield Phase(EXPIRED, begins, None)
        return
    lengths = (
        (EXPIRED, grace or 0),
        (REDEMPTION, extension.redemption),
        (PENDING_DELETE, extension.pending_delete),
    )
    for status, days in lengths:
        ends = begins + timedelta(days=days) if days is not None else None
        if ends != begins:
            yield Phase(status, begins, ends)
        if ends is None:
            return
        begins = ends
    yield Phase(RELEASED, begins, None)


def _day(moment: datetime, time_zone: str) -> date:
    return moment.astimezone(ZoneInfo(time_zone)).date()
