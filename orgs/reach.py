"""The question the other way round: who may do this?"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.db.models import Q, QuerySet

from console.shell.actor import Actor
from orgs.models import Membership, Role

if TYPE_CHECKING:
    from orgs.policy import Rule


def members_who_may(
    rule: Rule, organization_id: int | None, subject: models.Model | None = None
) -> QuerySet[Membership]:
    """Active members who hold `rule`, on `subject` if one is given; highest role first."""
    held = Q(role__in=rule.roles)
    if rule.with_accounting:
        held |= Q(role=Role.COLLABORATOR, has_accounting=True)
    rows: QuerySet[Membership] = Membership.objects.filter(
        held, organization_id=organization_id or 0, suspended_at__isnull=True
    )
    if subject is not None and rule.among is not None:
        rows = rule.among(rows, subject)
    elif subject is not None and rule.narrowed_by is not None:
        narrowed = [row.pk for row in rows if rule.narrowed_by(as_actor(row), subject) is not None]
        rows = rows.exclude(pk__in=narrowed)
    return rows.order_by("role_rank", "sort_name", "id")


def as_actor(membership: Membership) -> Actor:
    """Who this member would be, acting now. A suspended member may do nothing."""
    return Actor(
        user_id=membership.user_id,
        name=str(membership.user),
        organization_id=membership.organization_id,
        membership_id=membership.pk,
        role="" if membership.suspended_at else membership.role,
        has_accounting=membership.has_accounting,
    )
