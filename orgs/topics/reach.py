"""Who is told about a topic."""

from __future__ import annotations

from django.db import models
from django.db.models import Exists, OuterRef, Q, Subquery

from orgs.models import ContactPreference, Membership, Role
from orgs.topics.registry import Group, Way, topic_of


def is_sole_representative() -> Q:
    """Memberships of the only active legal representative: billing reaches them regardless."""
    others = Membership.objects.filter(
        organization_id=OuterRef("organization_id"),
        role=Role.LEGAL_REPRESENTATIVE,
        suspended_at=None,
    ).exclude(pk=OuterRef("pk"))
    return Q(role=Role.LEGAL_REPRESENTATIVE, suspended_at=None) & ~Q(Exists(others))


def recipients(
    organization_id: int, topic: str, way: str = Way.EMAIL
) -> models.QuerySet[Membership]:
    """The active members who are told about `topic` by `way`, with their accounts; one query.

    They may be told by their role or accounting right, and chose it or left it at the default.
    The only active legal representative gets billing reminders by e-mail whatever they chose.
    """
    asked, by = topic_of(topic), Way(way)
    if by not in asked.ways:
        return Membership.objects.none()
    column = "by_email" if by == Way.EMAIL else "by_sms"
    chosen = ContactPreference.objects.filter(membership=OuterRef("pk"), topic=topic)
    defaults = asked.default if by == Way.EMAIL else frozenset()
    wanted = Q(is_chosen=True) | Q(is_chosen=None, role__in=defaults)
    if asked.group == Group.BILLING and by == Way.EMAIL:
        wanted |= is_sole_representative()
    return (
        Membership.objects.filter(
            asked.audience.condition,
            organization_id=organization_id,
            suspended_at=None,
            user__is_active=True,
        )
        .annotate(is_chosen=Subquery(chosen.values(column)))
        .filter(wanted)
        .select_related("user", "organization")
        .order_by("sort_name", "id")
    )


def wants(membership: Membership, topic: str, way: str = Way.EMAIL) -> bool:
    """Whether this member, as they are now, is told about `topic` by `way`."""
    found = recipients(membership.organization_id, topic, way)
    return found.filter(pk=membership.pk).exists()
