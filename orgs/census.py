"""How many people an Organization has, by role and state."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.safestring import SafeString

from orgs.models import MembershipQuerySet, Role
from orgs.roles import role_count


@dataclass(frozen=True, slots=True)
class RoleCount:
    """One role and how many hold it."""

    role: str
    words: SafeString
    count: int


@dataclass(frozen=True, slots=True)
class Census:
    """The people in numbers."""

    by_role: list[RoleCount]
    total: int
    suspended: int
    active_legal_representatives: int


def census(people: MembershipQuerySet) -> Census:
    """One query; exact, since an Organization has thousands of people at most."""
    counts = people.order_by().aggregate(
        total=Count("id"),
        suspended=Count("id", filter=Q(suspended_at__isnull=False)),
        active_lr=Count("id", filter=Q(role=Role.LEGAL_REPRESENTATIVE, suspended_at__isnull=True)),
        **{role.value: Count("id", filter=Q(role=role)) for role in Role},
    )
    return Census(
        [
            RoleCount(role.value, role_count(role, counts[role.value]), counts[role.value])
            for role in Role
        ],
        counts["total"],
        counts["suspended"],
        counts["active_lr"],
    )
