"""The log of an Organization, in words: one line of it, and the newest for the home page."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import Model, QuerySet
from django.utils import timezone
from django.utils.formats import date_format, time_format

from console.shell.actor import Actor
from console.shell.events import changes, name_of
from console.shell.lists import Row, Values
from console.shell.models import AuditEntry
from orgs.policy import decide

LATEST = 8
# What a line is made of.
FIELDS = (
    "number",
    "event",
    "actor_id",
    "actor_name",
    "on_behalf_of",
    "credential",
    "subject_type",
    "subject_id",
    "subject_name",
    "about_id",
    "undoes",
    "before",
    "after",
    "ip",
    "created_at",
)


def latest(entries: QuerySet[AuditEntry]) -> list[Row]:
    """The newest few, for the home page."""
    return [line(row) for row in entries.order_by("-number").values(*FIELDS)[:LATEST]]


def latest_about(actor: Actor, subject: Model) -> list[Row]:
    """The newest few about one thing, for its page; nothing for who may not read the log."""
    if not decide(actor, "orgs.activity.list"):
        return []
    entries = AuditEntry.objects.visible_to(actor)
    return latest(entries.filter(subject_type=subject._meta.label_lower, subject_id=subject.pk))


def line(row: Values, more: Mapping[str, Any] | None = None) -> Row:
    """One entry as it is read, times in the person's zone; `more` are its links."""
    named, at = name_of(row["event"]), timezone.localtime(row["created_at"])
    return {
        "number": row["number"],
        "day": date_format(at, "j F Y"),
        "time": time_format(at, "H:i"),
        "moment": at.isoformat(timespec="seconds"),
        "icon": named.icon,
        "what": str(named.label),
        "who": row["actor_name"],
        "on_behalf_of": row["on_behalf_of"],
        "subject": row["subject_name"],
        "changes": changes(row["event"], row["before"], row["after"]),
        "ip": row["ip"] or "",
        "undoes": row["undoes"],
        **(more or {}),
    }
