"""Teams as they are read: with their leader, and held for a change."""

from __future__ import annotations

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.utils.translation import gettext as _

from console.shell.actions import Forbidden, Overtaken
from console.shell.actor import Actor
from orgs import policy
from orgs.models import Membership, Role, Team, TeamMembership
from orgs.names import fold


def with_leader(teams: QuerySet[Team]) -> QuerySet[Team]:
    """Read along who leads each team (`led_by`, an account), so that the gate asks no more."""
    leads = TeamMembership.objects.filter(
        team=OuterRef("pk"), is_leader=True, membership__suspended_at__isnull=True
    )
    return teams.annotate(led_by=Subquery(leads.values("membership__user_id")))


def with_numbers(teams: QuerySet[Team]) -> QuerySet[Team]:
    """Read along how many people are in each team (`people`) and the name of who leads it,
    active or not (`leader_name`, or None)."""
    rows = TeamMembership.objects.filter(team=OuterRef("pk")).order_by()
    counted = rows.values("team").annotate(count=Count("pk")).values("count")
    leader = rows.filter(is_leader=True).values("membership__user__full_name")
    return teams.annotate(people=Coalesce(Subquery(counted), 0), leader_name=Subquery(leader))


def with_facts(teams: QuerySet[Team]) -> QuerySet[Team]:
    """The same, and more of the leader (`leader`: a mapping of `pk`, `name`, `role` and
    `is_suspended`, or None)."""
    rows = TeamMembership.objects.filter(team=OuterRef("pk"), is_leader=True)
    leader = rows.values(
        described=JSONObject(
            pk="membership_id",
            name="membership__user__full_name",
            role="membership__role",
            is_suspended=Q(membership__suspended_at__isnull=False),
        )
    )
    return with_leader(with_numbers(teams)).annotate(leader=Subquery(leader))


def hold_team(actor: Actor, team_id: int, permission: str) -> Team:
    """The team as it is now, held until the end, by whoever may (`permission`).

    To be asked under the lock of the Organization. Raises `Overtaken` when the team is gone,
    `Forbidden` when the actor may not or not any more.
    """
    rows = Team.objects.visible_to(actor).select_for_update(of=("self",))
    team = rows.filter(pk=team_id).first()
    if team is None:
        raise Overtaken(_("This team does not exist any more."))
    decision = policy.decide(actor, permission, team)
    if not decision:
        raise Forbidden(str(decision.reason))
    return team


def has_twin(organization_id: int, name: str, *, beside: int = 0) -> bool:
    """Whether another team is called that; "Café" and "CAFE" are one name to a person."""
    names = Team.objects.filter(organization_id=organization_id).exclude(pk=beside)
    return fold(name) in {fold(each) for each in names.values_list("name", flat=True)}


def place_of(team: Team, member: Membership, *, is_leader: bool = False) -> dict[str, object]:
    """Somebody's place in a team, as the log keeps it."""
    return {
        "team": {"id": team.pk, "name": team.name},
        "person": {"id": member.user_id, "name": str(member.user)},
        "is_leader": is_leader,
    }


def why_not_lead(member: Membership) -> str:
    """What stands against somebody's leading any team, or nothing."""
    words = {"person": member.user}
    if member.role == Role.EXTERNAL:
        sentence = _("%(person)s is external and sees nobody else here, so they cannot lead.")
        return sentence % words
    if member.suspended_at is not None:
        return _("%(person)s is suspended and cannot lead until that is lifted.") % words
    return ""
