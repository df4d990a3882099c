"""People of an Organization: the list, a person, what can be done to them."""

from __future__ import annotations

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from console.shell.http import page
from console.shell.request import Request
from orgs.member_list import member_csv, read_members
from orgs.member_menu import menu_of
from orgs.member_page import facts, rights
from orgs.models import Membership
from orgs.page_parts import parts
from orgs.policy import decide, requires
from orgs.team_page import teams_of


@requires("orgs.member.list")
@require_safe
def member_list(request: Request) -> HttpResponse:
    """Everybody in the Organization: search, filter, sort, pages."""
    listing = read_members(request, Membership.objects.visible_to(request.actor))
    return listing.at_address(
        page(request, "orgs/member_list.html", {"listing": listing}, fragments=["member-table"])
    )


@requires("orgs.member.list")
@require_safe
def member_export(request: Request) -> StreamingHttpResponse:
    """What the list shows, all its pages, as CSV."""
    return member_csv(request, Membership.objects.visible_to(request.actor))


@requires("orgs.member.view")
@require_safe
def member_view(request: Request, pk: int) -> HttpResponse:
    """One person: role, teams, what they may do and why."""
    people = Membership.objects.visible_to(request.actor)
    membership = get_object_or_404(people.select_related("user", "organization"), pk=pk)
    return page(
        request,
        "orgs/member_view.html",
        {
            "membership": membership,
            "facts": facts(request.actor, membership),
            "teams": teams_of(request.actor, membership),
            "rights": rights(membership),
            "menu": menu_of(request, membership),
            "parts": parts(request.actor, membership),
            "may_explain": decide(request.actor, "orgs.decision.explain", membership),
        },
    )


@requires("orgs.member.view")
@require_safe
def member_actions(request: Request, pk: int) -> HttpResponse:
    """The ⋮ menu of a row; with scripts off, a page of its own."""
    people = Membership.objects.visible_to(request.actor)
    membership = get_object_or_404(people.select_related("user"), pk=pk)
    return page(
        request,
        "orgs/member_actions.html",
        {
            "membership": membership,
            "menu": menu_of(request, membership),
            "may_explain": decide(request.actor, "orgs.decision.explain", membership),
        },
        fragments=["menu"],
    )
