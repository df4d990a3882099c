"""Rows of invitations, made and renewed; the actions decide whether, and record."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from auth2fa.models import User
from console.shell.actor import Actor
from orgs.invitations.objections import teams_to_give
from orgs.invitations.tokens import digest_of, new_token
from orgs.invitations.wanted import Wanted
from orgs.models import (
    FormerMember,
    Invitation,
    InvitationTeam,
    Membership,
    Organization,
    Team,
)

# How long somebody may think about it.
LASTS = timedelta(days=30)


@dataclass(frozen=True, slots=True)
class Made:
    """One new row, the secret of its link, and its teams as the log and the letter show them."""

    invitation: Invitation
    token: str
    teams: list[dict[str, object]]


def make(
    actor: Actor,
    organization: Organization,
    wanted: Sequence[Wanted],
    former: FormerMember | None = None,
) -> list[Made]:
    """One row for each person, set-based: five statements for any number."""
    now = timezone.now()
    accounts = accounts_of([each.email for each in wanted])
    teams = teams_to_give(actor) if any(each.teams for each in wanted) else {}
    inviter = inviter_of(actor)
    expires = end_of(now, former)
    tokens = [new_token() for _each in wanted]
    rows = Invitation.objects.bulk_create(
        Invitation(
            organization=organization,
            email=each.email,
            role=each.role,
            has_accounting=each.has_accounting,
            preferences={topic: list(ways) for topic, ways in each.preferences.items()},
            grants={name: dict(values) for name, values in each.grants.items()},
            former=former,
            invited_by=inviter,
            invited_by_partner_id=actor.partner_id if actor.is_partner else None,
            invited_by_name=actor.name,
            account=accounts.get(each.email),
            token_digest=digest_of(token),
            created_at=now,
            sent_at=now,
            expires_at=expires,
        )
        for each, token in zip(wanted, tokens, strict=True)
    )
    InvitationTeam.objects.bulk_create(
        InvitationTeam(organization=organization, invitation=row, team_id=team)
        for row, each in zip(rows, wanted, strict=True)
        for team in each.teams
    )
    return [
        Made(row, token, shown_teams(each.teams, teams))
        for row, token, each in zip(rows, tokens, wanted, strict=True)
    ]


def renew(actor: Actor, invitation: Invitation) -> str:
    """A new secret and 30 more days; the actor answers for it from now on. The old link is dead."""
    now, token = timezone.now(), new_token()
    invitation.account = accounts_of([invitation.email]).get(invitation.email)
    invitation.token_digest = digest_of(token)
    invitation.invited_by = inviter_of(actor)
    invitation.invited_by_partner_id = actor.partner_id if actor.is_partner else None
    invitation.invited_by_name = actor.name
    invitation.sent_at, invitation.expires_at = now, end_of(now, invitation.former)
    invitation.version += 1
    invitation.save()
    return token


def end_of(now: datetime, former: FormerMember | None) -> datetime:
    """30 days from now; an invitation back ends no later than what it gives back is kept."""
    if former is None:
        return now + LASTS
    return min(now + LASTS, former.removed_at + LASTS)


def accounts_of(emails: Sequence[str]) -> Mapping[str, User]:
    """The accounts of these addresses, by address: for the language of the letter."""
    return {user.email: user for user in User.objects.filter(email__in=emails)}


def inviter_of(actor: Actor) -> Membership | None:
    """The membership that the invitation lives by: in this Organization, or in the partner's."""
    if actor.is_partner:
        return Membership.objects.filter(
            organization_id=actor.partner_id or 0, user_id=actor.person
        ).first()
    return Membership.objects.filter(
        organization_id=actor.here, pk=actor.membership_id or 0
    ).first()


def shown_teams(numbers: Sequence[int], teams: Mapping[int, Team]) -> list[dict[str, object]]:
    """Number and name of each, by name."""
    found = [teams[number] for number in numbers if number in teams]
    return [{"id": team.pk, "name": team.name} for team in sorted(found, key=lambda t: t.name)]
