"""Moments as a person reads them: in their zone and language, exact on a second look."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.timesince import timesince
from django.utils.translation import gettext as _

JUST_NOW = timedelta(minutes=1)
RECENT = timedelta(days=7)


def ago(moment: datetime | None, now: datetime | None = None) -> SafeString:
    """How long ago, in one unit; a date after a week. "never" where there is no moment.

    `now` can be handed in by whoever draws many rows.
    """
    if moment is None:
        return format_html('<span class="muted">{}</span>', _("never"))
    now = now or timezone.now()
    age = now - moment
    if age < timedelta():
        words = full(moment)
    elif age < JUST_NOW:
        words = _("just now")
    elif age < RECENT:
        words = _("%(time)s ago") % {"time": timesince(moment, now, depth=1)}
    else:
        words = short(moment)
    return _time(moment, words, full(moment))


def when(moment: datetime) -> SafeString:
    """Date and time."""
    return _time(moment, full(moment))


def day(moment: date | datetime) -> SafeString:
    """The date alone; on a second look the time too, where there is one."""
    if isinstance(moment, datetime):
        return _time(moment, short(moment), full(moment))
    return format_html(
        '<time datetime="{}">{}</time>', moment.isoformat(), date_format(moment, "j M Y")
    )


def full(moment: datetime) -> str:
    """For example "22 Nov 2026, 21:06"."""
    local = timezone.localtime(moment)
    return f"{date_format(local, 'j M Y')}, {date_format(local, 'H:i')}"


def short(moment: datetime) -> str:
    """For example "22 Nov 2026"."""
    return date_format(timezone.localtime(moment), "j M Y")


def _time(moment: datetime, words: str, title: str = "") -> SafeString:
    hint = format_html(' title="{}"', title) if title and title != words else ""
    return format_html(
        '<time datetime="{}"{}>{}</time>',
        moment.isoformat(timespec="seconds").replace("+00:00", "Z"),
        hint,
        words,
    )
