"""People and teams by a part of their name, as far as the person may see them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Case, Count, QuerySet, Value, When
from django.utils.translation import ngettext

from console.finding.found import MOST_FOUND, Found
from console.shell.http import url_for
from console.shell.request import Request
from orgs.models import Membership, Team
from orgs.policy import decide
from orgs.roles import role_label


def people_named(request: Request, words: Sequence[str]) -> QuerySet[Membership]:
    """Who has every word in the name, or for whoever may see addresses, in the address; those
    whose name begins with the first word come first."""
    rows = Membership.objects.visible_to(request.actor).select_related("user")
    if not words or not decide(request.actor, "orgs.member.list"):
        return rows.none()
    sees_addresses = decide(request.actor, "orgs.member.contact")
    for word in words:
        if sees_addresses:
            rows = rows.filter(search_text__contains=word.upper())
        else:
            rows = rows.filter(sort_name__contains=word)
    begins = Case(When(sort_name__startswith=words[0], then=Value(0)), default=Value(1))
    return rows.order_by(begins, "sort_name", "id")


def find_people(request: Request, words: Sequence[str]) -> list[Found]:
    """The first twenty, each with the role."""
    return [
        Found(
            row.user.full_name,
            url_for(request, "orgs:member-view", pk=row.pk),
            hint=role_label(row.role),
            initials_of=row.user.full_name,
        )
        for row in people_named(request, words)[:MOST_FOUND]
    ]


def find_teams(request: Request, words: Sequence[str]) -> list[Found]:
    """The first twenty, each with how many are in it."""
    if not words or not decide(request.actor, "orgs.team.list"):
        return []
    rows = Team.objects.visible_to(request.actor)
    for word in words:
        rows = rows.filter(name__icontains=word)
    counted = rows.annotate(people=Count("memberships")).order_by("name", "id")
    return [
        Found(
            name,
            url_for(request, "orgs:team-view", pk=pk),
            hint=ngettext("%(count)d person", "%(count)d people", people) % {"count": people},
            icon="team",
        )
        for pk, name, people in counted.values_list("pk", "name", "people")[:MOST_FOUND]
    ]
