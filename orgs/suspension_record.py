"""The record of a suspension, which writes itself: what the log and the outbox say about it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Q
from django.utils.formats import number_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from console.shell.actor import Actor
from console.shell.events import changes, name_of
from console.shell.models import AuditEntry, OutgoingLetter
from orgs.actions.access import EVENT as REFUSED

SUSPENDED = "orgs.member.suspended"
CHECKED = "orgs.member.suspension_checked"
EVENTS = (SUSPENDED, CHECKED, "orgs.member.lifted", "orgs.member.procedure_sent")
MOST_LINES = 500


@dataclass(frozen=True, slots=True)
class RecordLine:
    """One thing that happened: when, what, through whom, and what is known about it."""

    at: datetime
    icon: str
    what: str | Promise
    who: str = ""
    detail: str | Promise = ""


@dataclass(frozen=True, slots=True)
class Span:
    """Whose suspension, and from when until the next one of the same member."""

    membership_id: int
    person_id: int
    began_at: datetime
    ended_at: datetime | None


def read_record(actor: Actor, span: Span) -> list[RecordLine]:
    """What happened, in its order: the log, then where each letter of it is. Two queries."""
    about = Q(subject_type="orgs.membership", subject_id=span.membership_id, event__in=EVENTS)
    attempts = Q(event=REFUSED, actor_id=span.person_id, after__suspended=True)
    rows = AuditEntry.objects.visible_to(actor).filter(
        about | attempts, created_at__gte=span.began_at
    )
    if span.ended_at is not None:
        rows = rows.filter(created_at__lt=span.ended_at)
    entries = list(rows.order_by("pk")[:MOST_LINES])
    lines = [_line(each) for each in entries] + list(_letters(actor, entries))
    return sorted(lines, key=lambda line: line.at)


def membership_of(actor: Actor, suspension_id: int) -> int:
    """The number that a removed member had, from the entry that began the suspension; 0 when
    there is none."""
    begun = AuditEntry.objects.visible_to(actor).filter(
        event=SUSPENDED, after__suspension=suspension_id
    )
    return begun.values_list("subject_id", flat=True).first() or 0


def after_words(began_at: datetime, seen_at: datetime) -> str:
    """How long after the beginning something was seen: "0.2 seconds", "3 minutes", "2 hours"."""
    passed = max(seen_at - began_at, timedelta())
    if passed < timedelta(minutes=1):
        seconds = number_format(round(passed.total_seconds(), 1), decimal_pos=1)
        return _("%(seconds)s seconds") % {"seconds": seconds}
    minutes = int(passed.total_seconds() // 60)
    if minutes < 60:
        return ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes}
    hours = minutes // 60
    return ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours}


def _line(entry: AuditEntry) -> RecordLine:
    named = name_of(entry.event)
    if entry.event == REFUSED:
        return RecordLine(
            entry.created_at,
            "lock",
            _("Tried to come in, and was turned away"),
            detail=_("The first attempt, and then at most one an hour, stands here."),
        )
    who = entry.actor_name
    if entry.on_behalf_of:
        who = _("%(who)s of %(partner)s") % {"who": who, "partner": entry.on_behalf_of}
    return RecordLine(entry.created_at, named.icon, named.label, who, _detail(entry))


def _detail(entry: AuditEntry) -> str | Promise:
    """What the entry adds to its name: the reason, or what each way in answered."""
    shown = "suspended_because" if entry.event == SUSPENDED else "channels"
    if not entry.after.get(shown):
        return ""
    found = changes(entry.event, {}, {shown: entry.after[shown]})
    return _("%(label)s: %(value)s") % {"label": found[0].label, "value": found[0].after}


def _letters(actor: Actor, entries: list[AuditEntry]) -> Iterator[RecordLine]:
    """Every letter that the entries caused, at the moment of its last known state."""
    caused = Q()
    for entry in entries:
        if entry.event not in {REFUSED, CHECKED}:
            caused |= Q(key__startswith=f"{entry.pk}:")
    if not caused:
        return
    for letter in OutgoingLetter.objects.visible_to(actor).filter(caused):
        yield RecordLine(
            letter.sent_at or letter.created_at,
            "mail",
            _("Letter to %(address)s: %(state)s")
            % {"address": letter.to, "state": letter.get_state_display()},
            detail=letter.subject,
        )
