"""What the holder of a link may do with it, and what joining brings."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from auth2fa.bridge import EmailAddress
from auth2fa.models import User
from console.shell.actions import Refused
from orgs import guards
from orgs.following import followers, tell_of_team
from orgs.invitations.making import shown_teams
from orgs.invitations.standing import VOID, Standing, standing_of, with_standing
from orgs.models import Invitation, Membership, Team, TeamMembership
from orgs.preferences import write_choices
from orgs.topics import known_choices

if TYPE_CHECKING:
    from django.db.models import QuerySet

# What the page says about a dead link, and what to do; the first line is for every unknown one.
UNKNOWN = gettext_lazy(
    "This link leads nowhere. Open it from the newest letter you received, whole; or ask the "
    "person who invited you to send the invitation again."
)
_SENTENCES: dict[str, Promise] = {
    Standing.EXPIRED: gettext_lazy(
        "This invitation has run out. Ask the person who invited you to send it again."
    ),
    Standing.ACCEPTED: gettext_lazy(
        "This invitation was used already. If it was you, sign in: the organization is in your "
        "list."
    ),
    Standing.DECLINED: gettext_lazy(
        "This invitation was declined. Ask the person who invited you for a new one if you want "
        "to join after all."
    ),
    Standing.WITHDRAWN: gettext_lazy(
        "This invitation was withdrawn. Ask the person who invited you if you expected to join."
    ),
}
_NO_LONGER_VALID = gettext_lazy(
    "This invitation is no longer valid. Ask the organization for a new one."
)


def sentence_of(standing: str) -> str | Promise:
    """Why a link is dead and what to do; why nobody vouches any more is for the Organization."""
    return _NO_LONGER_VALID if standing in VOID else _SENTENCES.get(standing, UNKNOWN)


def find_by_digest(digest: str) -> tuple[Invitation, Standing] | None:
    """The invitation of a link and how it stands, for its page; None for an unknown link."""
    rows = with_standing(_by_digest(digest))
    found = rows.select_related("organization").prefetch_related("teams__team").first()
    return (found, Standing(found.standing)) if found else None


def hold_by_digest(digest: str) -> Invitation:
    """The invitation as it is now, under the lock of its Organization; raises `Refused` for a
    link that is unknown, or was replaced by a newer one meanwhile."""
    found = _by_digest(digest).values_list("organization_id", flat=True).first()
    if found is None:
        raise Refused(UNKNOWN)
    guards.lock(found)
    held = (
        _by_digest(digest)
        .select_for_update(of=("self",))
        .select_related("organization", "former", "invited_by__user")
        .first()
    )
    if held is None:
        raise Refused(UNKNOWN)
    return held


def refuse_answer(
    invitation: Invitation, user: User | None = None, own: Membership | None = None
) -> None:
    """Raises `Refused` when the link is dead, or this is not the account that was invited.

    `own` is the membership that the account has in the Organization already.
    """
    standing = standing_of(invitation)
    if standing != Standing.OPEN:
        raise Refused(sentence_of(standing))
    if user is None:
        return
    if user.email != invitation.email or not _is_confirmed(user):
        raise Refused(_("This invitation is for another e-mail address than that of your account."))
    former = invitation.former
    if former is not None and former.user_id not in (None, user.pk):
        raise Refused(_NO_LONGER_VALID)
    if own is not None and own.suspended_at is not None:
        raise Refused(
            _("You are in this organization, and suspended. Ask one of its administrators.")
        )
    if own is not None:
        raise Refused(_("You are in this organization already."))


def give_all(membership: Membership, invitation: Invitation) -> list[dict[str, object]]:
    """Everything that comes with the membership; answers the teams, as the log shows them.

    First what the apps kept of a former membership, if the same account is back, then what the
    invitation itself promises, which is the newer word.
    """
    former = invitation.former
    kept = former.snapshot if former is not None and former.user_id == membership.user_id else {}
    for name, follower in followers():
        if name in kept:
            follower.restore(membership, kept[name])
        if name in invitation.grants:
            follower.begin(membership, invitation.grants[name])
    _join_teams(membership, invitation)
    write_choices(
        membership,
        known_choices(
            invitation.preferences, membership.role, has_accounting=membership.has_accounting
        ),
    )
    rows = Team.objects.filter(memberships__membership=membership)
    return shown_teams([team.pk for team in rows], {team.pk: team for team in rows})


def shown_teams_of(invitation: Invitation) -> list[dict[str, object]]:
    """The teams that an invitation gives, as the log and the letter show them."""
    rows = Team.objects.filter(pk__in=invitation.teams.values("team_id")).in_bulk()
    return shown_teams(list(rows), rows)


def has_account(email: str) -> bool:
    """Whether somebody signs in with the address; shown to the holder of its link alone."""
    return User.objects.filter(email=email).exists()


def _by_digest(digest: str) -> QuerySet[Invitation]:
    return Invitation.objects.filter(token_digest=digest)


def _is_confirmed(user: User) -> bool:
    rows = EmailAddress.objects.filter(user=user, email=user.email, verified=True)
    return bool(rows.exists())


def _join_teams(membership: Membership, invitation: Invitation) -> None:
    mine = TeamMembership.objects.filter(membership=membership).values("team_id")
    teams = Team.objects.filter(pk__in=invitation.teams.values("team_id")).exclude(pk__in=mine)
    new = list(teams.order_by("pk"))
    TeamMembership.objects.bulk_create(
        TeamMembership(organization_id=membership.organization_id, team=team, membership=membership)
        for team in new
    )
    for team in new:
        tell_of_team([membership], team, joined=True)
