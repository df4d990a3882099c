"""The roles of the dialog, each with what it means and, when closed, why."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise

from console.shell.actor import Actor
from orgs.models import Membership, Role
from orgs.policy import decide
from orgs.roles import DESCRIPTIONS, may_grant

GIVE_HIGHEST = "orgs.member.give_legal_representative"


@dataclass(frozen=True, slots=True)
class RoleChoice:
    """One radio of the dialog."""

    value: str
    label: str | Promise
    description: str | Promise
    is_current: bool
    is_chosen: bool
    closed_because: str | Promise = ""


def role_choices(actor: Actor, membership: Membership, chosen: str) -> list[RoleChoice]:
    """All roles; those the actor cannot give are closed with the reason."""
    return [
        RoleChoice(
            role.value,
            role.label,
            DESCRIPTIONS[role],
            role == membership.role,
            role == chosen,
            "" if may_grant(actor, role) else decide(actor, GIVE_HIGHEST).reason,
        )
        for role in Role
    ]
