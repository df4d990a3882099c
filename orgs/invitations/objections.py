"""What stands against inviting somebody: asked for a preview, and again under the lock."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from console.shell.actor import Actor
from orgs.invitations.standing import Standing, with_standing
from orgs.invitations.wanted import Wanted
from orgs.models import Invitation, Membership, Role, Team
from orgs.policy import decide
from orgs.roles import may_grant

Sentence = str | Promise


@dataclass(frozen=True, slots=True)
class Objection:
    """Why not, and beside which field it is said."""

    sentence: Sentence
    field: str = "email"


def objections(actor: Actor, wanted: Sequence[Wanted]) -> list[Objection | None]:
    """For each person what stands against inviting them, or None. Three queries for any number.

    Nothing here depends on whether an address has an account: only on what the actor can see
    in their own Organization anyway.
    """
    emails = [each.email for each in wanted]
    suspended = dict(
        Membership.objects.filter(organization_id=actor.here, user__email__in=emails).values_list(
            "user__email", "suspended_at"
        )
    )
    rows = Invitation.objects.visible_to(actor).filter(email__in=emails)
    invited = set(
        with_standing(rows.open()).filter(standing=Standing.OPEN).values_list("email", flat=True)
    )
    teams = teams_to_give(actor) if any(each.teams for each in wanted) else {}
    times = Counter(emails)
    return [
        _about_gift(actor, each, teams)
        or _about_address(each.email, suspended, invited, times[each.email])
        for each in wanted
    ]


def _about_gift(actor: Actor, wanted: Wanted, teams: Mapping[int, Team]) -> Objection | None:
    if wanted.role not in Role.values:
        return Objection(_("There is no such role. Choose one of the list."), "role")
    if not may_grant(actor, wanted.role):
        return Objection(_("You cannot give a role above your own."), "role")
    if any(team not in teams for team in wanted.teams):
        return Objection(_("This team is not there any more."), "teams")
    return None


def _about_address(
    email: str, suspended: Mapping[str, object], invited: set[str], times: int
) -> Objection | None:
    if email in suspended and suspended[email] is not None:
        return Objection(
            _("This person is in the organization, and suspended. Lift the suspension.")
        )
    if email in suspended:
        return Objection(_("This person is in the organization already."))
    if email in invited:
        return Objection(
            _("This address is invited already. The list of invitations can send it again.")
        )
    return Objection(_("This address is there twice.")) if times > 1 else None


def teams_to_give(actor: Actor) -> dict[int, Team]:
    """The teams that the actor may put somebody in, by number; none for a partner
    (decisions: never the teams of a client)."""
    if not decide(actor, "orgs.team.manage"):
        return {}
    return Team.objects.visible_to(actor).order_by("name", "id").in_bulk()
