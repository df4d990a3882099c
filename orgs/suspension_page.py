"""What the page of a suspension shows: the incident, its ways in, its record."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from console.shell.actor import Actor
from console.shell.decision import Decision
from orgs import following
from orgs.following import Line
from orgs.models import Membership, Suspension, SuspensionQuerySet
from orgs.policy import decide
from orgs.suspension_record import RecordLine, Span, after_words, membership_of, read_record


@dataclass(frozen=True, slots=True)
class WayIn:
    """One line of the table. `count` is None where nobody counted; `is_closed` None where
    nobody looked; `after` is how long after the beginning it was first seen closed."""

    label: str | Promise
    count: int | None
    is_closed: bool | None
    after: str
    checked_at: datetime | None


@dataclass(frozen=True)
class Incident:
    """One time that one member was kept out. `suspension` is None for one that is older than
    its records, `membership` for somebody who is not in the Organization any more."""

    actor: Actor
    membership: Membership | None
    suspension: Suspension | None
    others: list[Suspension]

    @property
    def person(self) -> str:
        """Who was suspended."""
        if self.membership is not None:
            return str(self.membership.user)
        return self.suspension.person_name if self.suspension else ""

    @property
    def began_at(self) -> datetime:
        """Since when."""
        if self.suspension is not None:
            return self.suspension.began_at
        return (self.membership and self.membership.suspended_at) or timezone.now()

    @property
    def began_by(self) -> str:
        """By whom."""
        if self.suspension is not None:
            return self.suspension.began_by
        return self.membership.suspended_by if self.membership else ""

    @property
    def reason(self) -> str:
        """What was typed then."""
        if self.suspension is not None:
            return self.suspension.reason
        return self.membership.suspended_because if self.membership else ""

    @property
    def is_open(self) -> bool:
        """Whether it goes on."""
        if self.membership is None or self.membership.suspended_at is None:
            return False
        return self.suspension is None or self.suspension.lifted_at is None

    @property
    def ended_with_removal(self) -> bool:
        """Never lifted: the person was removed, or left nothing to lift."""
        return not self.is_open and bool(self.suspension and self.suspension.lifted_at is None)

    @cached_property
    def may_act(self) -> Decision:
        """Whether this reader may lift it, test it and write to the person."""
        return decide(self.actor, "orgs.member.suspend", self.membership)

    @cached_property
    def ways_in(self) -> list[WayIn]:
        """As written when it began and when it was tested; without records, only by name."""
        if self.suspension is None:
            known = following.channels(self.membership) if self.membership else []
            return [WayIn(each.label, None, None, "", None) for each in known]
        return [
            WayIn(
                following.channel_label(row.name),
                row.count,
                row.is_closed,
                after_words(self.began_at, row.closed_at) if row.closed_at else "",
                row.checked_at,
            )
            for row in self.suspension.channels.order_by("pk")
        ]

    @cached_property
    def left_open(self) -> list[Line]:
        """What goes on past the console while the person is suspended."""
        return following.left_open(self.membership) if self.membership and self.is_open else []

    @property
    def still_open(self) -> list[str]:
        """Ways in that answered at the last test as if nothing had happened, by name."""
        return [str(each.label) for each in self.ways_in if each.is_closed is False]

    @property
    def is_proven(self) -> bool:
        """Whether each way in was seen closed at its last test."""
        return bool(self.ways_in) and all(each.is_closed for each in self.ways_in)

    @cached_property
    def record(self) -> list[RecordLine]:
        """What happened, in its order."""
        later = [each.began_at for each in self.others if each.began_at > self.began_at]
        if self.membership is not None:
            number, person = self.membership.pk, self.membership.user_id
        else:
            number = membership_of(self.actor, self.suspension.pk) if self.suspension else 0
            person = self.suspension.person_id if self.suspension else 0
        span = Span(number, person, self.began_at, min(later, default=None))
        return read_record(self.actor, span)

    @property
    def zone(self) -> str:
        """The zone that the times of the page are in."""
        return timezone.get_current_timezone_name()

    @property
    def record_lines(self) -> list[str]:
        """The record as text, to be copied into a letter to the insurer."""
        return [_as_text(line) for line in self.record]


def incident_of_member(
    actor: Actor, membership: Membership, suspensions: SuspensionQuerySet
) -> Incident | None:
    """The suspension that goes on, or else the last one; None when there never was one."""
    rows = list(suspensions.filter(membership=membership).order_by("-began_at", "-pk"))
    running = next((each for each in rows if each.lifted_at is None), None)
    if membership.suspended_at is not None:
        return _incident(actor, membership, running, rows)
    return _incident(actor, membership, rows[0], rows) if rows else None


def incident_of(actor: Actor, suspension: Suspension, suspensions: SuspensionQuerySet) -> Incident:
    """One of them by its number, also when the member is gone."""
    rows = suspensions.filter(person_id=suspension.person_id).order_by("-began_at", "-pk")
    return _incident(actor, suspension.membership, suspension, list(rows))


def _incident(
    actor: Actor, membership: Membership | None, chosen: Suspension | None, rows: list[Suspension]
) -> Incident:
    return Incident(actor, membership, chosen, [each for each in rows if each != chosen])


def _as_text(line: RecordLine) -> str:
    at = timezone.localtime(line.at).isoformat(sep=" ", timespec="seconds")
    words = {"at": at, "what": line.what, "who": line.who, "detail": line.detail}
    if line.who and line.detail:
        return _("%(at)s  %(what)s, by %(who)s. %(detail)s") % words
    if line.who:
        return _("%(at)s  %(what)s, by %(who)s") % words
    if line.detail:
        return _("%(at)s  %(what)s. %(detail)s") % words
    return _("%(at)s  %(what)s") % words
