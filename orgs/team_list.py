"""The list of teams, declared once, and its CSV."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Case, CharField, Count, Max, QuerySet, When
from django.http import StreamingHttpResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from console.shell.http import url_for
from console.shell.lists import (
    Column,
    Listing,
    ListPage,
    Row,
    RowPattern,
    Search,
    Values,
    csv_response,
)
from console.shell.request import Request
from orgs.carrying import carried_by, is_anything_carried
from orgs.models import Team, TeamMembership

NAME = Column("name", _("Team"), sort="name", csv="name")
DESCRIPTION = Column("description", _("Description"), csv="description", only_in_csv=True)
PEOPLE = Column("people", _("People"), css="num")
LEADER = Column("leader", _("Leader"))
CARRIES = Column("carries", _("Carries"))


def _rows(found: list[Values], teams: Listing[Team]) -> list[Row]:
    """Ready strings for a page of teams: how many are in each and who leads it with one query
    for all, and what they carry with one per app that gives them something."""
    keys = [each["pk"] for each in found]
    numbers, carried = numbers_of(keys), carried_by(keys)
    nobody = now_("nobody")
    return [
        {
            "pk": each["pk"],
            "href": f"{each['pk']}/",
            "name": each["name"],
            "description": each["description"],
            "people": number_format(numbers.get(each["pk"], (0, ""))[0], force_grouping=True),
            "leader": numbers.get(each["pk"], (0, ""))[1] or nobody,
            "has_leader": bool(numbers.get(each["pk"], (0, ""))[1]),
            "carries": ", ".join(str(line) for line in carried.get(each["pk"], ())),
        }
        for each in found
    ]


def numbers_of(team_ids: Iterable[int]) -> dict[int, tuple[int, str]]:
    """How many people are in each team, and the name of its leader or nothing. One query."""
    leader = Case(
        When(is_leader=True, then="membership__user__full_name"), output_field=CharField()
    )
    rows = TeamMembership.objects.filter(team_id__in=team_ids).values("team_id").order_by()
    counted = rows.annotate(people=Count("id"), leader=Max(leader))
    return {
        team: (people, name or "")
        for team, people, name in counted.values_list("team_id", "people", "leader")
    }


def _declared(*, carries: bool) -> ListPage[Team]:
    kind = "carrying" if carries else "plain"
    return ListPage[Team](
        name="team-table",
        fields=("name", "description"),
        columns=(NAME, DESCRIPTION, LEADER, *((CARRIES,) if carries else ()), PEOPLE),
        sort="name",
        search=Search("name", _("Name contains")),
        rows=_rows,
        pattern=RowPattern(f"orgs/team_list.html#team-row-{kind}"),
    )


PLAIN_LIST, CARRYING_LIST = _declared(carries=False), _declared(carries=True)


def read_teams(request: Request, teams: QuerySet[Team]) -> Listing[Team]:
    """The list; what teams carry is a column only where something can be carried."""
    declared = CARRYING_LIST if is_anything_carried() else PLAIN_LIST
    return declared.read(request, teams, base_url=url_for(request, "orgs:team-list"))


def team_csv(request: Request, teams: QuerySet[Team]) -> StreamingHttpResponse:
    """The same teams as a file, with the number of people and the leader."""
    counted = teams.annotate(
        people=Count("memberships"),
        leader=Max(
            Case(
                When(memberships__is_leader=True, then="memberships__membership__user__full_name"),
                output_field=CharField(),
            )
        ),
    )
    declared = ListPage[Team](
        name="team-table",
        fields=("name", "description", "people", "leader"),
        columns=(NAME, DESCRIPTION),
        sort="name",
        search=PLAIN_LIST.search,
        rows=_rows,
    )
    columns = [
        NAME,
        DESCRIPTION,
        Column("people", PEOPLE.label, csv="people"),
        Column("leader", LEADER.label, csv="leader"),
    ]
    listing = declared.read(request, counted, base_url=url_for(request, "orgs:team-list"))
    return csv_response(listing, columns, name=f"{request.organization.slug}-teams")
