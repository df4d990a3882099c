"""Teams of the demo with descriptions and a leader, made by the actions themselves."""

from __future__ import annotations

from collections.abc import Mapping

from console.shell.actor import Actor
from orgs.actions.team_people import name_leader
from orgs.actions.teams import edit_team
from orgs.models import Team, TeamMembership

DESCRIPTIONS = {
    "Front desk": "Answers whoever calls or writes first",
    "Mail": "Mailboxes, addresses and what reaches them",
    "Web": "Builds and looks after the sites",
}


def describe_teams(actor: Actor, teams: Mapping[str, Team], domain: str) -> None:
    """Say what each team is for; Cora leads "Web"."""
    for name, description in DESCRIPTIONS.items():
        edit_team(
            actor=actor, team_id=teams[name].pk, name=name, description=description, version=0
        )
    cora = TeamMembership.objects.get(
        team=teams["Web"], membership__user__email=f"collaborator@{domain}"
    )
    name_leader(actor=actor, team_id=teams["Web"].pk, membership_id=cora.membership_id, seen=None)
