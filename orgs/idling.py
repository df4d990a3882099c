"""How long sessions of an Organization's members may idle."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db.models import (
    Case,
    DateTimeField,
    DurationField,
    Exists,
    ExpressionWrapper,
    IntegerField,
    Min,
    OuterRef,
    Subquery,
    Value,
    When,
)
from django.db.models.functions import Least
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from auth2fa.rules import IDLE
from auth2fa.sessions import living_sessions
from orgs.models import Membership, MembershipQuerySet, Role

# decisions, "Numbers": four hours for who leads an Organization, 24 for others.
HOURS = int(IDLE.total_seconds() // 3600)
HOURS_OF_ADMINISTRATORS = 4
# What an Organization may choose instead, in hours; never longer than the rule.
CHOICES = (4, 2, 1)
_LABELS: dict[int | None, Promise] = {
    None: _("The usual: 24 hours, for administrators 4"),
    4: _("4 hours for everybody"),
    2: _("2 hours for everybody"),
    1: _("1 hour for everybody"),
}


def idle_label(hours: int | None) -> str | Promise:
    """The rule in words; None is the one that holds everywhere."""
    return _LABELS.get(hours, f"{hours} h")


def hours_of(user_id: int) -> int:
    """The longest idle time of one person, in hours: the strictest of their Organizations
    decides (G18.3). One query."""
    found = _limits().filter(user_id=user_id).first()
    return int(found["hours"]) if found else HOURS


def signed_out_by(members: MembershipQuerySet, hours: int) -> int:
    """How many of these members have a session now that has idled longer than `hours`, and
    that the rules which hold now would let live. One query."""
    now = timezone.now()
    limit = Subquery(_limits().filter(user_id=OuterRef("user_id")).values("hours")[:1])
    length = ExpressionWrapper(
        OuterRef("limit") * Value(timedelta(hours=1)), output_field=DurationField()
    )
    begin = ExpressionWrapper(
        Value(now, output_field=DateTimeField()) - length, output_field=DateTimeField()
    )
    silent = living_sessions().filter(
        user_id=OuterRef("user_id"),
        last_seen_at__lte=now - timedelta(hours=hours),
        last_seen_at__gt=begin,
    )
    active = members.filter(suspended_at__isnull=True).order_by()
    return active.annotate(limit=limit).filter(Exists(silent)).count()


def _limits() -> Any:
    """The limit of each person who is an active member anywhere."""
    high = [Role.LEGAL_REPRESENTATIVE, Role.ADMINISTRATOR]
    by_role = Case(
        When(role__in=high, then=Value(HOURS_OF_ADMINISTRATORS)),
        default=Value(HOURS),
        output_field=IntegerField(),
    )
    return (
        Membership.objects.filter(suspended_at__isnull=True)
        .order_by("user_id")
        .values("user_id")
        .annotate(
            hours=Least(Min(by_role), Min("organization__idle_hours"), output_field=IntegerField())
        )
    )
