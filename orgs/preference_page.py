"""What the page of the contact preferences shows."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orgs.models import Membership
from orgs.preferences import choices_of, is_heard_anyway
from orgs.topics import Group, Topic, Way, is_sent, topics_for

ALWAYS = _("Always on: you are the only active legal representative.")
NO_PHONE = _("No phone number of yours is stored.")


@dataclass(frozen=True, slots=True)
class Switch:
    """One topic by one way; a `reason` closes it."""

    way: Way
    is_on: bool
    reason: str | Promise = ""


@dataclass(frozen=True, slots=True)
class TopicRow:
    """One topic with its switches, a place for every way of its table."""

    topic: Topic
    is_sent: bool
    switches: tuple[Switch | None, ...]


@dataclass(frozen=True, slots=True)
class GroupTable:
    """One table: its topics, its ways, and why it cannot be silenced as a whole."""

    group: Group
    ways: tuple[Way, ...]
    rows: list[TopicRow]
    closed_because: str | Promise = ""

    @property
    def silent(self) -> list[TopicRow]:
        """The topics that no part of the console sends letters about."""
        return [row for row in self.rows if not row.is_sent]

    @property
    def is_without_phone(self) -> bool:
        """Whether the SMS switches are closed: nobody's phone number is stored so far."""
        return Way.SMS in self.ways


def tables_of(membership: Membership) -> list[GroupTable]:
    """The tables of the groups that this member may be told about; two queries."""
    choices, always = choices_of(membership), is_heard_anyway(membership)
    topics = topics_for(membership.role, has_accounting=membership.has_accounting)
    tables = []
    for group in Group:
        own = [topic for topic in topics if topic.group == group]
        ways = tuple(way for way in Way if any(way in topic.ways for topic in own))
        closed = ALWAYS if always and group == Group.BILLING else ""
        rows = [
            TopicRow(
                topic,
                is_sent(topic),
                tuple(_switch(topic, way, choices[topic.name], closed) for way in ways),
            )
            for topic in own
        ]
        if rows:
            tables.append(GroupTable(group, ways, rows, closed))
    return tables


def _switch(topic: Topic, way: Way, chosen: list[str], closed: str | Promise) -> Switch | None:
    if way not in topic.ways:
        return None
    if way == Way.SMS:
        return Switch(way, way in chosen, NO_PHONE)
    return Switch(way, way in chosen or bool(closed), closed)
