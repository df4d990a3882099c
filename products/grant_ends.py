"""When access ends: a last day in the Organization's zone, and the week before it."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from console.shell.actions import Refused
from orgs.models import Organization

# Both sides are told so many calendar days before the last one.
ANNOUNCED = timedelta(days=7)
# What is looked at for it: no zone is further from another than a day and some hours.
ANNOUNCED_WITHIN = ANNOUNCED + timedelta(days=2)
# Whoever types 20300 means 2030; an end so far away is none.
LONGEST = timedelta(days=100 * 365)


def today(time_zone: str) -> date:
    """The day that it is in that zone."""
    return timezone.now().astimezone(ZoneInfo(time_zone)).date()


def end_of(last: date, time_zone: str) -> datetime:
    """The moment after that day: midnight in that zone."""
    return datetime.combine(last + timedelta(days=1), time(), tzinfo=ZoneInfo(time_zone))


def last_day(ends_at: datetime, time_zone: str) -> date:
    """The last whole or begun day before that moment."""
    before = ends_at - timedelta(microseconds=1)
    return before.astimezone(ZoneInfo(time_zone)).date()


def read_end(last: date | None, organization: Organization) -> datetime | None:
    """The moment of an end that was typed as a day; raises `Refused` for a day that is over."""
    if last is None:
        return None
    now = today(organization.time_zone)
    if last < now:
        raise Refused(
            _("The last day must not be over already. Choose today or later."), field="ends_on"
        )
    if last > now + LONGEST:
        raise Refused(_("That day is too far away. Leave it empty for no end."), field="ends_on")
    return end_of(last, organization.time_zone)


def is_near(ends_at: datetime | None, time_zone: str) -> bool:
    """Whether the week before the last day has begun."""
    if ends_at is None:
        return False
    return last_day(ends_at, time_zone) - ANNOUNCED <= today(time_zone)
