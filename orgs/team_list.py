"""The list of teams, declared once, and its CSV."""

from __future__ import annotations

from dataclasses import replace
from typing import cast

from django.db.models import QuerySet
from django.http import StreamingHttpResponse
from django.utils.formats import number_format
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from console.shell.actor import Actor
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
from orgs.models import Team
from orgs.team_rows import with_numbers

NAME = Column("name", _("Team"), sort="name", csv="name")
DESCRIPTION = Column("description", _("Description"), csv="description", only_in_csv=True)
PEOPLE = Column("people", _("People"), css="num")
LEADER = Column("leader", _("Leader"))
CARRIES = Column("carries", _("Carries"))


def _rows(found: list[Values], teams: Listing[Team]) -> list[Row]:
    """Ready strings for a page of teams; what they carry with one query per app that gives
    them something."""
    carried = carried_by(_actor(teams), [each["pk"] for each in found])
    nobody, nothing = now_("nobody"), now_("nothing")
    return [
        {
            "pk": each["pk"],
            "href": f"{each['pk']}/",
            "name": each["name"],
            "description": each["description"],
            "people": number_format(each["people"], force_grouping=True),
            "leader": each["leader_name"] or nobody,
            "has_leader": each["leader_name"] is not None,
            "carries": ", ".join(str(line) for line in carried.get(each["pk"], ())) or nothing,
        }
        for each in found
    ]


def _actor(teams: Listing[Team]) -> Actor:
    return cast("Request", teams.request).actor


def _declared(*, carries: bool) -> ListPage[Team]:
    kind = "carrying" if carries else "plain"
    return ListPage[Team](
        name="team-table",
        fields=("name", "description", "people", "leader_name"),
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
    return declared.read(request, with_numbers(teams), base_url=url_for(request, "orgs:team-list"))


def team_csv(request: Request, teams: QuerySet[Team]) -> StreamingHttpResponse:
    """The same teams as a file, with the number of people, the leader and what they carry."""
    columns = [NAME, DESCRIPTION, replace(PEOPLE, csv="people"), replace(LEADER, csv="leader_name")]
    listing = PLAIN_LIST.read(
        request, with_numbers(teams), base_url=url_for(request, "orgs:team-list")
    )
    if is_anything_carried():
        numbers = list(listing.queryset.values_list("pk", flat=True))
        carried = carried_by(request.actor, numbers)
        columns.append(
            replace(CARRIES, csv=lambda each: ", ".join(map(str, carried.get(each["pk"], ()))))
        )
    return csv_response(listing, columns, name=f"{request.organization.slug}-teams")
