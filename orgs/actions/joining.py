"""The answer to an invitation."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils import timezone

from console.shell.actions import action
from console.shell.actor import Actor
from console.shell.audit import record
from orgs.invitations.joining import give_all, hold_by_digest, refuse_answer
from orgs.models import Invitation, Membership
from orgs.names import search_text, sort_name

if TYPE_CHECKING:
    from auth2fa.models import User


@action
def accept_invitation(*, actor: Actor, digest: str, user: User) -> Membership:
    """Make `user` a member as the invitation says (G1.1, G1.13): role, teams, preferences,
    what apps promised, and for an invitation back what they kept.

    Decided under the lock of the Organization. Raises `Refused` with a sentence when the link
    is dead, or the account is not the one that was invited. The same person twice: the
    membership that is there.
    """
    invitation = hold_by_digest(digest)
    own = Membership.objects.filter(organization=invitation.organization, user=user).first()
    if invitation.accepted_by_id == user.pk and own is not None:
        return own
    refuse_answer(invitation, user, own)

    membership = Membership.objects.create(
        organization=invitation.organization,
        user=user,
        role=invitation.role,
        has_accounting=invitation.has_accounting,
        role_given_by=invitation.invited_by_name,
        sort_name=sort_name(user.full_name),
        search_text=search_text(user.full_name, user.email),
    )
    invitation.accepted_at, invitation.accepted_by = timezone.now(), user
    invitation.version += 1
    invitation.save(update_fields=["accepted_at", "accepted_by", "version"])
    teams = give_all(membership, invitation)

    inside = replace(
        actor,
        user_id=user.pk,
        name=str(user),
        organization_id=membership.organization_id,
        membership_id=membership.pk,
        role=membership.role,
        has_accounting=membership.has_accounting,
    )
    record(
        "orgs.invitation.accepted",
        inside,
        invitation,
        after={"person_id": user.pk, "member_id": membership.pk},
    )
    record(
        "orgs.member.joined",
        inside,
        membership,
        after={
            "role": membership.role,
            "has_accounting": membership.has_accounting,
            "teams": teams,
            "person_id": user.pk,
            "is_back": invitation.former_id is not None,
        },
        invited_by=invitation.invited_by,
    )
    return membership


@action
def decline_invitation(*, actor: Actor, digest: str) -> Invitation:
    """Say no. Whoever holds the link may, signed in or not: it came to that address.

    Raises `Refused` when the link is dead; declined already: returns without a trace.
    """
    invitation = hold_by_digest(digest)
    if invitation.declined_at is not None:
        return invitation
    refuse_answer(invitation)

    invitation.declined_at = timezone.now()
    invitation.version += 1
    invitation.save(update_fields=["declined_at", "version"])

    record(
        "orgs.invitation.declined",
        replace(
            actor,
            name=actor.name or invitation.email,
            organization_id=invitation.organization_id,
        ),
        invitation,
    )
    return invitation
