"""Access to products on the pages of people and teams."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from console.shell.actor import Actor
from orgs.models import Membership, Team
from orgs.policy import decide
from products.grant_holders import MEMBER, TEAM, Holder
from products.grant_page import held_by


def of_member(actor: Actor, membership: Membership) -> Mapping[str, Any] | None:
    """What a person was given: for whoever gives it, and the person alone."""
    if not decide(actor, "products.grant.list") and membership.pk != actor.membership_id:
        return None
    return _shown(actor, Holder(MEMBER, membership))


def of_team(actor: Actor, team: Team) -> Mapping[str, Any] | None:
    """What a team carries, one by one: for whoever gives it."""
    if not decide(actor, "products.grant.list"):
        return None
    return _shown(actor, Holder(TEAM, team))


def _shown(actor: Actor, holder: Holder) -> Mapping[str, Any]:
    held = held_by(actor, holder)
    return {"held": held, "give_href": held.href}
