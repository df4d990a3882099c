"""What the page of a person shows."""

from __future__ import annotations

from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.functional import Promise

from console.shell.actor import Actor
from console.shell.decision import Decision
from orgs.models import Membership, TeamMembership
from orgs.policy import TABLE, decide
from orgs.reach import as_actor


@dataclass(frozen=True, slots=True)
class Right:
    """One line of the policy as it answers for this person."""

    permission: str
    label: str | Promise
    decision: Decision


@dataclass(frozen=True, slots=True)
class Facts:
    """Facts beside the name; addresses only for who may see them. Teams are read where they
    are shown."""

    shows_contact: bool
    teams: QuerySet[TeamMembership]


def facts(actor: Actor, membership: Membership) -> Facts:
    """Teams, and whether this actor is shown the address and the last visit."""
    is_self = membership.user_id == actor.user_id
    return Facts(
        shows_contact=is_self or bool(decide(actor, "orgs.member.contact")),
        teams=TeamMembership.objects.filter(membership=membership)
        .select_related("team")
        .order_by("team__name"),
    )


def rights(membership: Membership) -> list[Right]:
    """Every line of the policy, as it answers for this person."""
    member = as_actor(membership)
    return [
        Right(permission, rule.label, decide(member, permission))
        for permission, rule in TABLE.items()
    ]
