"""Invitations of the demo, made by the actions themselves: entries and letters are real."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import F
from django.utils import timezone

from auth2fa.models import User
from console.shell.actor import Actor
from orgs.actions.invitations import invite_member
from orgs.actions.joining import accept_invitation
from orgs.models import Invitation, Membership, Role, Team

RAN_OUT = timedelta(days=41)


def join_by_invitation(actor: Actor, user: User, role: Role, teams: list[Team]) -> Membership:
    """Somebody who was invited, and accepted."""
    invitation = invite_member(
        actor=actor, email=user.email, role=role, teams=[team.pk for team in teams], is_proven=True
    )
    return accept_invitation(
        actor=Actor(user_id=user.pk, name=str(user), credential="demo data"),
        digest=invitation.token_digest,
        user=user,
    )


def invite_some(actor: Actor, domain: str, teams: list[Team]) -> None:
    """Two that nobody has answered yet, and one that has run out meanwhile."""
    invite_member(
        actor=actor,
        email=f"nina.neu@{domain}",
        role=Role.COLLABORATOR,
        has_accounting=True,
        teams=[team.pk for team in teams[:2]],
        is_proven=True,
    )
    invite_member(actor=actor, email=f"otto.offen@{domain}", role=Role.EXTERNAL, is_proven=True)
    late = invite_member(
        actor=actor,
        email=f"viola.verpasst@{domain}",
        role=Role.COLLABORATOR,
        teams=[team.pk for team in teams[2:]],
        is_proven=True,
    )
    Invitation.objects.filter(pk=late.pk).update(
        created_at=timezone.now() - RAN_OUT,
        sent_at=timezone.now() - RAN_OUT,
        expires_at=F("expires_at") - RAN_OUT,
    )
