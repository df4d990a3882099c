"""Teams of an Organization: the list, a team, making, changing and deleting one."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from console.shell.forms import ActionForm
from console.shell.http import go_to, page, stay_on
from console.shell.lists.total import CAP, Total
from console.shell.request import Request
from orgs.actions.teams import create_team, delete_team, edit_team
from orgs.carrying import carried_by
from orgs.forms.teams import TeamEditForm, TeamForm
from orgs.models import Membership, Team
from orgs.page_parts import parts
from orgs.policy import decide, requires
from orgs.team_list import read_teams, team_csv
from orgs.team_page import facts_of, losers
from orgs.team_people import people_csv, read_people
from orgs.team_rows import with_facts

READ = ["GET", "HEAD", "POST"]


@requires("orgs.team.list")
@require_safe
def team_list(request: Request) -> HttpResponse:
    """All teams: how many are in each, who leads it, what it carries."""
    listing = read_teams(request, Team.objects.visible_to(request.actor))
    may_create = decide(request.actor, "orgs.team.manage")
    return listing.at_address(
        page(
            request,
            "orgs/team_list.html",
            {"listing": listing, "may_create": may_create},
            fragments=["team-table"],
        )
    )


@requires("orgs.team.list")
@require_safe
def team_export(request: Request) -> StreamingHttpResponse:
    """What the list shows, all its pages, as CSV."""
    return team_csv(request, Team.objects.visible_to(request.actor))


@requires("orgs.team.list")
@require_safe
def team_view(request: Request, pk: int) -> HttpResponse:
    """One team: who is in it, who leads it, what it carries."""
    return team_page(request, pk)


def team_page(request: Request, pk: int, *, status: int = 200) -> HttpResponse:
    """The page of a team; also what a refused change of it is answered with."""
    team = get_object_or_404(with_facts(Team.objects.visible_to(request.actor)), pk=pk)
    team.organization = request.organization  # known already
    facts = facts_of(request.actor, team)
    people = read_people(
        request,
        team,
        Membership.objects.visible_to(request.actor),
        leader=facts.leader.pk if facts.leader else None,
        staffs=bool(facts.staff),
    )
    if not people.is_narrowed:  # the team's people are counted with it already
        people.total = Total(min(facts.count, CAP), is_capped=facts.count > CAP)
    context = {
        "team": team,
        "facts": facts,
        "listing": people,
        "parts": SimpleLazyObject(partial(parts, request.actor, team)),
    }
    return people.at_address(
        page(request, "orgs/team_view.html", context, fragments=["team-people"], status=status)
    )


@requires("orgs.team.list")
@require_safe
def team_member_export(request: Request, pk: int) -> StreamingHttpResponse:
    """The people of one team as CSV."""
    team = get_object_or_404(Team.objects.visible_to(request.actor), pk=pk)
    return people_csv(request, team, Membership.objects.visible_to(request.actor))


@requires("orgs.team.manage")
@require_http_methods(READ)
def team_create(request: Request) -> HttpResponse:
    """Make a team, and go there to add people."""
    form = TeamForm.of(request, auto_id="dialog_%s")
    if form.attempt(create_team, actor=request.actor):
        messages.success(request, _("The team “%(name)s” is made.") % {"name": form.result.name})
        return go_to(request, "orgs:team-view", pk=form.result.pk)
    return _dialog(request, "orgs/team_create.html", {"form": form}, form.status)


@requires("orgs.team.manage")
@require_http_methods(READ)
def team_edit(request: Request, pk: int) -> HttpResponse:
    """Another name or description."""
    team = get_object_or_404(Team.objects.visible_to(request.actor), pk=pk)
    now = {"name": team.name, "description": team.description, "version": team.version}
    form = TeamEditForm.of(request, initial=now, auto_id="dialog_%s")
    if form.attempt(edit_team, actor=request.actor, team_id=pk):
        messages.success(request, _("“%(name)s” is saved.") % {"name": form.result.name})
        return stay_on(request, "orgs:team-view", pk=pk)
    version = form["version"].value() if form.is_bound and not form.was_overtaken else team.version
    context = {"form": form, "team": team, "version": version}
    return _dialog(request, "orgs/team_edit.html", context, form.status)


@requires("orgs.team.manage")
@require_http_methods(READ)
def team_delete(request: Request, pk: int) -> HttpResponse:
    """Delete a team, knowing who loses what."""
    team = get_object_or_404(Team.objects.visible_to(request.actor), pk=pk)
    form = ActionForm.of(request)
    if form.attempt(delete_team, actor=request.actor, team_id=pk):
        messages.success(request, _("The team “%(name)s” is deleted.") % {"name": team.name})
        return go_to(request, "orgs:team-list")
    context = {
        "form": form,
        "team": team,
        "losers": losers(team),
        "carried": carried_by(request.actor, [team.pk]).get(team.pk, []),
    }
    return _dialog(request, "orgs/team_delete.html", context, form.status)


def _dialog(request: Request, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    return page(request, template, context, fragments=["dialog"], status=status)
