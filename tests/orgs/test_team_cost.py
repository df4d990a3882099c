"""What the pages of teams cost: the same queries for one row and for fifty."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from orgs.models import Membership, Organization, Team, TeamMembership
from tests.conftest import Cast
from tests.shell.people import join_all, make_users

# Without the frame, whose counts belong to the sidebar.
MOST = 6


def fill(organization: Organization, count: int) -> Team:
    """So many teams with so many people in each."""
    join_all(organization, make_users(count), (f"p{number:03}" for number in range(count)))
    people = list(Membership.objects.filter(organization=organization, sort_name__startswith="p0"))
    teams = Team.objects.bulk_create(
        Team(organization=organization, name=f"T{number:03}") for number in range(count)
    )
    TeamMembership.objects.bulk_create(
        TeamMembership(
            organization=organization,
            team=team,
            membership=member,
            is_leader=member == people[0],
        )
        for team in teams
        for member in people
    )
    return teams[0]


@pytest.mark.parametrize("part", ["administrator", "collaborator"])
@pytest.mark.parametrize(
    ("page", "fragment"),
    [
        ("teams/", "main"),
        ("teams/", "team-table"),
        ("teams/{team}/", "main"),
        ("teams/{team}/add/", "main"),
        ("teams/{team}/", "team-people"),
        ("teams/{team}/add/", "team-others"),
        ("users/{person}/", ""),
    ],
)
def test_it_costs_the_same_at_any_size(as_, cast: Cast, part: str, page: str, fragment: str):
    team = fill(cast.alpine, 1)
    leader = cast.membership(part)
    TeamMembership.objects.filter(team=team).update(is_leader=False)
    TeamMembership.objects.create(
        organization=cast.alpine, team=team, membership=leader, is_leader=True
    )
    browser = as_(part)
    person = cast.membership("accounting")
    address = f"/o/alpine/{page.format(team=team.pk, person=person.pk)}"
    headers = {"HX-Request": "true", "HX-Target": fragment} if fragment else {}

    def cost() -> tuple[int, str]:
        with CaptureQueriesContext(connection) as made:
            assert browser.get(address, headers=headers).status_code == 200
        return len(made), "\n".join(each["sql"][:200] for each in made)

    cost()  # the visit is noted once
    few, _sql = cost()
    fill_more(cast.alpine, team, person)
    many, sql = cost()
    assert many == few, sql
    if fragment:  # what the page of a person costs besides is held where it is made
        assert many <= MOST, sql


def fill_more(organization: Organization, team: Team, busy: Membership) -> None:
    """Fifty people more in the team, and somebody in fifty teams more."""
    users = make_users(50)
    join_all(organization, users, (f"q{number:03}" for number in range(50)))
    people = Membership.objects.filter(organization=organization, sort_name__startswith="q0")
    TeamMembership.objects.bulk_create(
        TeamMembership(organization=organization, team=team, membership=member) for member in people
    )
    teams = Team.objects.bulk_create(
        Team(organization=organization, name=f"Q{number:03}") for number in range(50)
    )
    TeamMembership.objects.bulk_create(
        TeamMembership(organization=organization, team=each, membership=busy) for each in teams
    )
