"""What topics there are, and who may be told about each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.db import models
from django.db.models import Q
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orgs.models import Role

LR, AD, CO, EX = Role
Choices = Mapping[str, Sequence[str]]


class UnknownTopic(LookupError):
    """A topic that nobody registered; a typo must be loud."""


class Way(models.TextChoices):
    """How a message reaches somebody."""

    EMAIL = "email", _("E-mail")
    SMS = "sms", _("SMS")


class Group(models.TextChoices):
    """The two tables of the contact preferences."""

    BILLING = "billing", _("Billing reminders")
    PRODUCTS = "products", _("Product events")


@dataclass(frozen=True, slots=True)
class Audience:
    """Who may be told: members of these roles, or collaborators with the accounting right."""

    roles: frozenset[str]
    with_accounting: bool = False

    def includes(self, role: str, *, has_accounting: bool) -> bool:
        """Whether somebody of that role may be told."""
        return role in self.roles or (self.with_accounting and role == CO and has_accounting)

    @property
    def condition(self) -> Q:
        """The same, for memberships."""
        found = Q(role__in=self.roles)
        return found | Q(role=CO, has_accounting=True) if self.with_accounting else found


@dataclass(frozen=True, slots=True)
class Topic:
    """One thing to be told about. `audience` may be told at all; of those, the roles in
    `default` are told by e-mail until they choose otherwise. Nothing goes by SMS unasked."""

    name: str
    group: Group
    label: str | Promise
    description: str | Promise
    audience: Audience
    default: frozenset[str]
    ways: tuple[Way, ...] = (Way.EMAIL,)

    def default_ways(self, role: str) -> tuple[Way, ...]:
        """The ways by which that role is told until somebody chooses."""
        return (Way.EMAIL,) if role in self.default else ()


_topics: dict[str, Topic] = {}
_sent: set[str] = set()


def register_topic(topic: Topic) -> None:
    """Add a topic; a second one of a name is a mistake."""
    if topic.name in _topics:
        raise ValueError(f"{topic.name} is a topic already")
    _topics[topic.name] = topic


def sends(name: str) -> None:
    """Say that there are letters about a topic; the page tells the others apart."""
    _sent.add(topic_of(name).name)


def is_sent(topic: Topic) -> bool:
    """Whether any app sends letters about it."""
    return topic.name in _sent


def topic_of(name: str) -> Topic:
    """The topic of that name; raises `UnknownTopic`."""
    if name not in _topics:
        raise UnknownTopic(name)
    return _topics[name]


def all_topics() -> list[Topic]:
    """Every topic, group by group, each in the order of registration."""
    return [topic for group in Group for topic in _topics.values() if topic.group == group]


def topics_for(role: str, *, has_accounting: bool) -> list[Topic]:
    """The topics that somebody of that role may be told about."""
    return [
        topic
        for topic in all_topics()
        if topic.audience.includes(role, has_accounting=has_accounting)
    ]


def default_choices(role: str, *, has_accounting: bool) -> dict[str, list[str]]:
    """What somebody of that role is told until they choose; what an invitation offers first."""
    return {
        topic.name: [way.value for way in topic.default_ways(role)]
        for topic in topics_for(role, has_accounting=has_accounting)
    }


def known_choices(choices: Choices, role: str, *, has_accounting: bool) -> dict[str, list[str]]:
    """Only what that role may be told about, and by ways that exist; the rest is dropped."""
    return {
        topic.name: [way.value for way in topic.ways if way in choices[topic.name]]
        for topic in topics_for(role, has_accounting=has_accounting)
        if topic.name in choices
    }
