"""The people of one team, and those who could be added, as lists."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import partial

from django.db.models import Exists, OuterRef, QuerySet
from django.http import StreamingHttpResponse
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from console.shell.actor import Actor
from console.shell.http import url_for
from console.shell.lists import (
    Column,
    Filter,
    Listing,
    ListPage,
    Row,
    RowPattern,
    Search,
    Values,
    csv_response,
)
from console.shell.names import initials
from console.shell.request import Request
from orgs.member_list import EMAIL, FIELDS, MENU, NAME, ROLE, SUSPENDED, TICK, role_words
from orgs.models import Membership, MembershipQuerySet, Role, Team, TeamMembership
from orgs.names import fold, fold_for_search
from orgs.policy import decide

_HIGH = (Role.LEGAL_REPRESENTATIVE, Role.ADMINISTRATOR)
_BY_ROLE = Filter.on("role", _("Role"), _("Any role"), Role.choices)
LEADER = Column("leader", _("Leader"), csv=lambda each: now_("yes") if each["leads"] else "")


def _rows(found: list[Values], people: Listing[Membership], *, leader: int | None) -> list[Row]:
    """Ready strings; the leader is known beforehand, so there is no query at all."""
    select, actions = now_("Select %(name)s"), now_("Actions for %(name)s")
    return [
        {
            "pk": each["pk"],
            "name": each["user__full_name"],
            "select": select % {"name": each["user__full_name"]},
            "actions": actions % {"name": each["user__full_name"]},
            "initials": initials(each["user__full_name"]),
            "email": each.get("user__email", ""),
            "role": role_words(each),
            "is_external": each["role"] == Role.EXTERNAL,
            "is_high": each["role"] in _HIGH,
            "suspended": each["suspended_at"] is not None,
            "leads": each["pk"] == leader,
        }
        for each in found
    ]


def _declared(name: str, columns: tuple[Column, ...], pattern: str) -> _Pair:
    """Two lists: with addresses, shown and searched, for whoever may see those; and without."""
    rows, drawn = partial(_rows, leader=None), RowPattern(pattern)
    return _Pair(
        ListPage[Membership](
            name=name,
            fields=(*FIELDS, "user__email"),
            columns=columns,
            sort="name",
            search=Search("search_text", _("Name or e-mail contains"), fold=fold_for_search),
            filters=(_BY_ROLE,),
            rows=rows,
            pattern=drawn,
        ),
        ListPage[Membership](
            name=name,
            fields=FIELDS,
            columns=columns,
            sort="name",
            search=Search("sort_name", _("Name contains"), fold=fold),
            filters=(_BY_ROLE,),
            rows=rows,
            pattern=drawn,
        ),
    )


@dataclass(frozen=True, slots=True)
class _Pair:
    with_addresses: ListPage[Membership]
    names_only: ListPage[Membership]

    def as_seen_by(self, actor: Actor) -> ListPage[Membership]:
        """The one that this actor may see."""
        sees = decide(actor, "orgs.member.contact")
        return self.with_addresses if sees else self.names_only


PLAIN = _declared("team-people", (NAME, ROLE), "orgs/team_view.html#team-person-plain")
STAFFED = _declared("team-people", (TICK, NAME, ROLE, MENU), "orgs/team_view.html#team-person")
OTHERS = _declared("team-others", (TICK, NAME, ROLE), "orgs/team_add.html#team-other")


def read_people(
    request: Request, team: Team, people: MembershipQuerySet, *, leader: int | None, staffs: bool
) -> Listing[Membership]:
    """Who is in the team; with ticks and menus for whoever may change that (`staffs`)."""
    declared = (STAFFED if staffs else PLAIN).as_seen_by(request.actor)
    return replace(declared, rows=partial(_rows, leader=leader)).read(
        request,
        people.filter(team_memberships__team=team),
        base_url=url_for(request, "orgs:team-view", pk=team.pk),
    )


def read_others(request: Request, team: Team, people: MembershipQuerySet) -> Listing[Membership]:
    """Who is not in the team yet."""
    there = TeamMembership.objects.filter(team=team, membership=OuterRef("pk"))
    return OTHERS.as_seen_by(request.actor).read(
        request,
        people.filter(~Exists(there)),
        base_url=url_for(request, "orgs:team-add", pk=team.pk),
    )


def people_csv(request: Request, team: Team, people: MembershipQuerySet) -> StreamingHttpResponse:
    """The people of the team as a file, as the list is narrowed."""
    leads = TeamMembership.objects.filter(team=team, membership=OuterRef("pk"), is_leader=True)
    listing = read_people(
        request, team, people.annotate(leads=Exists(leads)), leader=None, staffs=False
    )
    listing.declaration = replace(
        listing.declaration, fields=(*listing.declaration.fields, "leads")
    )
    sees = decide(request.actor, "orgs.member.contact")
    columns = [NAME, *((EMAIL,) if sees else ()), ROLE, LEADER, SUSPENDED]
    return csv_response(listing, columns, name=f"{request.organization.slug}-{team.name}")


def chosen_people(people: QuerySet[Membership], ids: tuple[int, ...]) -> list[Membership]:
    """Those of the ticks that may be seen, by name; what is not there is dropped."""
    return list(people.filter(pk__in=ids).select_related("user").order_by("sort_name", "id"))
