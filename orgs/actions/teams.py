"""Teams: making, changing and deleting them."""

from __future__ import annotations

from django.db.models import F
from django.utils.translation import gettext as _

from console.shell.actions import Forbidden, Overtaken, Refused, action
from console.shell.actor import Actor
from console.shell.audit import Happened, record, record_each
from orgs import policy
from orgs.following import tell_of_team
from orgs.holding import enter
from orgs.models import Team, TeamMembership
from orgs.team_rows import has_twin, hold_team, place_of


@action
def create_team(*, actor: Actor, name: str, description: str) -> Team:
    """Make a team with nobody in it (G1.15).

    Raises `Refused` when a team is called that already, accents and case aside.
    """
    organization = enter(actor)
    decision = policy.decide(actor, "orgs.team.manage")
    if not decision:
        raise Forbidden(str(decision.reason))
    if has_twin(organization.pk, name):
        raise _called_already(name)

    team = Team.objects.create(organization=organization, name=name, description=description)

    record("orgs.team.created", actor, team, after={"name": name, "description": description})
    return team


@action
def edit_team(*, actor: Actor, team_id: int, name: str, description: str, version: int) -> Team:
    """Give a team another name or description.

    `version` is the one the person looked at: raises `Overtaken`, with what it is called now,
    when somebody changed the team since. Nothing to do: returns without a trace.
    """
    enter(actor)
    team = hold_team(actor, team_id, "orgs.team.manage")
    before = {"name": team.name, "description": team.description}
    after = {"name": name, "description": description}
    if before == after:
        return team
    if team.version != version:
        raise _overtaken(team)
    if has_twin(team.organization_id, name, beside=team.pk):
        raise _called_already(name)

    Team.objects.filter(pk=team.pk).update(**after, version=F("version") + 1)
    team.name, team.description, team.version = name, description, team.version + 1

    record("orgs.team.changed", actor, team, before=before, after=after)
    return team


@action
def delete_team(*, actor: Actor, team_id: int) -> Team:
    """Delete a team; everybody in it loses what it carries. Open invitations that name it go
    on without it. One entry per person says that they left, one that the team is gone."""
    enter(actor)
    team = hold_team(actor, team_id, "orgs.team.manage")

    rows = list(
        TeamMembership.objects.filter(team=team)
        .select_related("membership__user", "membership__organization")
        .order_by("membership__sort_name", "pk")
    )
    TeamMembership.objects.filter(team=team).delete()
    tell_of_team([row.membership for row in rows], team, joined=False)
    Team.objects.filter(pk=team.pk).delete()

    left = [
        Happened(row.membership, before=place_of(team, row.membership, is_leader=row.is_leader))
        for row in rows
    ]
    record_each("orgs.team.left", actor, left)
    record(
        "orgs.team.deleted",
        actor,
        team,
        before={"name": team.name, "description": team.description, "people": len(rows)},
    )
    return team


def _called_already(name: str) -> Refused:
    sentence = _("A team is called “%(name)s” already, or almost so. Choose another name.")
    return Refused(sentence % {"name": name}, field="name")


def _overtaken(team: Team) -> Overtaken:
    sentence = _("no description") if not team.description else f"“{team.description}”"
    return Overtaken(
        _(
            "Somebody has meanwhile changed this team: it is called “%(name)s” now, with "
            "%(description)s. Nothing of yours was saved. Look again and save if you still "
            "want to."
        )
        % {"name": team.name, "description": sentence},
        field="name",
        changed={
            "name": team.name,
            "description": team.description,
            "version": team.version,
        },
    )
