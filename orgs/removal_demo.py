"""People of the demo who went, by the actions themselves: entries and letters are real."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from auth2fa.models import User
from console.shell.actor import Actor
from orgs.actions.leaving import leave_organization
from orgs.actions.removals import forget_former_members, remove_member
from orgs.demo_invitations import join_by_invitation
from orgs.models import FormerMember, Membership, Role, Team
from orgs.removal import KEPT

# Mailbox and name of each, for whoever makes their accounts.
GOING = (("rita.removed", "Rita Removed"), ("luc.left", "Luc Left"), ("gero.gone", "Gero Gone"))


def remove_some(actor: Actor, users: list[User], teams: list[Team]) -> None:
    """One was removed, one left, and of one nothing is kept any more."""
    rita, luc, gero = users
    _remove(actor, join_by_invitation(actor, gero, Role.EXTERNAL, teams[:1]))
    FormerMember.objects.filter(user=gero).update(
        removed_at=timezone.now() - KEPT - timedelta(days=11)
    )
    forget_former_members(
        actor=Actor.system(actor.organization_id), removed_before=timezone.now() - KEPT
    )
    leaver = join_by_invitation(actor, luc, Role.EXTERNAL, [])
    leave_organization(
        actor=Actor(user_id=luc.pk, name=str(luc), credential="demo data"),
        membership_id=leaver.pk,
        version=leaver.version,
        is_proven=True,
    )
    _remove(actor, join_by_invitation(actor, rita, Role.COLLABORATOR, teams[1:]))


def _remove(actor: Actor, membership: Membership) -> None:
    remove_member(
        actor=actor, membership_id=membership.pk, version=membership.version, is_proven=True
    )
