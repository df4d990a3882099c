"""The log of an Organization, in words."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.http import HttpRequest
from django.utils.functional import Promise

from console.shell.events import Change, changes, name_of
from console.shell.models import AuditEntry

PAGE = 50
LATEST = 8


@dataclass(frozen=True, slots=True)
class Line:
    """One entry as it is read."""

    number: int
    at: datetime
    icon: str
    what: str | Promise
    who: str
    on_behalf_of: str
    subject: str
    changes: list[Change]
    ip: str | None
    credential: str


@dataclass(frozen=True, slots=True)
class ActivityPage:
    """Fifty lines, newest first, and where it goes on."""

    lines: list[Line]
    older: int | None
    is_first: bool


def read_activity(request: HttpRequest, entries: QuerySet[AuditEntry]) -> ActivityPage:
    """The page after the entry numbered `before` of the address; keyset, one query."""
    before = _number(request.GET.get("before", ""))
    if before is not None:
        entries = entries.filter(pk__lt=before)
    rows = list(entries.order_by("-id")[: PAGE + 1])
    return ActivityPage(
        [_line(row) for row in rows[:PAGE]],
        rows[PAGE - 1].pk if len(rows) > PAGE else None,
        before is None,
    )


def latest(entries: QuerySet[AuditEntry]) -> list[Line]:
    """The newest few, for the home page."""
    return [_line(row) for row in entries.order_by("-id")[:LATEST]]


def _line(row: AuditEntry) -> Line:
    named = name_of(row.event)
    values: dict[str, Any] = row.before
    return Line(
        row.pk,
        row.created_at,
        named.icon,
        named.label,
        row.actor_name,
        row.on_behalf_of,
        row.subject_name,
        changes(row.event, values, row.after),
        row.ip,
        row.credential,
    )


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else None
