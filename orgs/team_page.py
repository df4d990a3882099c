"""What the pages of a team, and the teams on a person's page, show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from django.db.models import Exists, OuterRef, QuerySet

from console.shell.actor import Actor
from console.shell.decision import Decision
from orgs.carrying import Line, carried_by
from orgs.models import Membership, Role, Team, TeamMembership
from orgs.page_parts import names_of
from orgs.policy import decide
from orgs.team_rows import with_leader


@dataclass(frozen=True, slots=True)
class Leader:
    """Who leads a team, and whether they still can."""

    pk: int
    name: str
    role: str
    is_suspended: bool

    @property
    def is_external(self) -> bool:
        """An external sees nobody else, so they look after nothing."""
        return self.role == Role.EXTERNAL


@dataclass(frozen=True, slots=True)
class TeamFacts:
    """One team: who leads it, what it carries, and what this actor may do to it."""

    leader: Leader | None
    count: int
    carried: Callable[[], Sequence[Line]]
    manage: Decision
    staff: Decision


def facts_of(actor: Actor, team: Any) -> TeamFacts:
    """Of a team read `with_facts`: no query, but those of the apps that give teams something
    where that is shown."""
    return TeamFacts(
        leader=Leader(**team.leader) if team.leader else None,
        count=team.people,
        carried=lambda: carried_by(actor, [team.pk], beside=names_of(Team)).get(team.pk, []),
        manage=decide(actor, "orgs.team.manage"),
        staff=decide(actor, "orgs.team.staff", team),
    )


@dataclass(frozen=True, slots=True)
class TeamOfPerson:
    """One team on the page of somebody who is in it."""

    team: Team
    is_leader: bool
    carried: Sequence[Line]
    staff: Decision


def teams_of(actor: Actor, membership: Membership) -> list[TeamOfPerson]:
    """The teams of somebody, by name, as sources of rights. One query, and those of the apps
    that give teams something to carry."""
    own = TeamMembership.objects.filter(team=OuterRef("pk"), membership=membership)
    found = (
        with_leader(Team.objects.filter(memberships__membership=membership))
        .annotate(is_led=Exists(own.filter(is_leader=True)))
        .order_by("name")
    )
    rows = list(found)
    carried = carried_by(actor, [team.pk for team in rows])
    return [
        TeamOfPerson(
            team,
            team.is_led,
            carried.get(team.pk, []),
            decide(actor, "orgs.team.staff", team),
        )
        for team in rows
    ]


def teams_to_staff(actor: Actor, teams: QuerySet[Team]) -> list[Team]:
    """Those that this actor may put people into, by name. One query."""
    rows = with_leader(teams).order_by("name")
    return [team for team in rows if decide(actor, "orgs.team.staff", team)]


def losers(team: Team) -> list[str]:
    """Who would leave with the team, by name. One query."""
    rows = team.memberships.order_by("membership__sort_name", "pk")
    return list(rows.values_list("membership__user__full_name", flat=True))
