"""Who is in a team: adding, taking out, the leader."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from console.shell.forms import ActionForm
from console.shell.http import page, stay_on
from console.shell.lists import selected_ids
from console.shell.request import Request
from orgs.actions.team_people import add_to_team, name_leader, take_out_of_team
from orgs.forms.teams import LeaderForm, PasteForm
from orgs.models import Membership, Team
from orgs.policy import decide, demand, requires
from orgs.team_page import facts_of, teams_to_staff
from orgs.team_paste import read_pasted
from orgs.team_people import chosen_people, read_others
from orgs.team_rows import why_not_lead, with_facts
from orgs.views.teams import READ, team_page


def _team(request: Request, pk: int) -> Team:
    """The team, if this actor may change who is in it; 404 or 403 otherwise."""
    team = get_object_or_404(with_facts(Team.objects.visible_to(request.actor)), pk=pk)
    demand(request.actor, "orgs.team.staff", team)
    return team


def _ticked(request: Request) -> list[int]:
    people = Membership.objects.visible_to(request.actor)
    return [member.pk for member in chosen_people(people, selected_ids(request))]


@requires("orgs.team.staff")
@require_http_methods(READ)
def team_add(request: Request, pk: int) -> HttpResponse:
    """Tick people who are not in the team; the list stays, so that more can be found."""
    team = _team(request, pk)
    form = ActionForm.of(request)
    chosen = {"team_id": pk, "membership_ids": _ticked(request) if form.is_bound else []}
    if form.attempt(add_to_team, actor=request.actor, **chosen):
        messages.success(request, _added(team, form.result))
        return stay_on(request, "orgs:team-add", pk=pk)
    _tell(request, form)
    others = read_others(request, team, Membership.objects.visible_to(request.actor))
    context = {
        "team": team,
        "listing": others,
        "may_paste": decide(request.actor, "orgs.member.contact"),
    }
    return others.at_address(
        page(
            request,
            "orgs/team_add.html",
            context,
            fragments=["team-others"],
            status=form.status,
        )
    )


@requires("orgs.member.contact")
@require_http_methods(READ)
def team_paste(request: Request, pk: int) -> HttpResponse:
    """Paste addresses and see whom each means; nothing is changed here."""
    team = _team(request, pk)
    form = PasteForm.of(request)
    pasted = None
    if form.is_bound and form.is_valid():
        pasted = read_pasted(request.actor, team, form.cleaned_data["addresses"])
    return page(
        request,
        "orgs/team_paste.html",
        {"team": team, "form": form, "pasted": pasted},
        fragments=["paste-preview"],
        status=form.status,
    )


@requires("orgs.team.staff")
@require_POST
def team_take_out(request: Request, pk: int) -> HttpResponse:
    """Take the ticked people out."""
    team = _team(request, pk)
    form = ActionForm.of(request)
    ticked = _ticked(request)
    if form.attempt(take_out_of_team, actor=request.actor, team_id=pk, membership_ids=ticked):
        messages.success(request, _taken_out(team, form.result))
        return stay_on(request, "orgs:team-view", pk=pk)
    _tell(request, form)
    return team_page(request, pk, status=form.status)


@requires("orgs.team.manage")
@require_POST
def team_lead(request: Request, pk: int) -> HttpResponse:
    """Name the ticked person the leader, or nobody when none is ticked."""
    team = get_object_or_404(Team.objects.visible_to(request.actor), pk=pk)
    form = LeaderForm.of(request)
    leader = next(iter(_ticked(request)), None)
    if leader is None and selected_ids(request):
        raise Http404
    if form.attempt(name_leader, actor=request.actor, team_id=pk, membership_id=leader):
        messages.success(request, _led(team, form.result))
        return stay_on(request, "orgs:team-view", pk=pk)
    _tell(request, form)
    return team_page(request, pk, status=form.status)


@requires("orgs.team.staff")
@require_safe
def team_member_actions(request: Request, pk: int, member: int) -> HttpResponse:
    """The ⋮ menu of somebody in a team; with scripts off, a page of its own."""
    team = _team(request, pk)
    people = Membership.objects.visible_to(request.actor).filter(team_memberships__team=team)
    membership = get_object_or_404(people.select_related("user"), pk=member)
    context = {
        "team": team,
        "membership": membership,
        "facts": facts_of(request.actor, team),
        "why_not": why_not_lead(membership),
    }
    return page(request, "orgs/team_member_actions.html", context, fragments=["menu"])


@requires("orgs.team.staff")
@require_http_methods(READ)
def team_staff(request: Request) -> HttpResponse:
    """Choose the team for people who were ticked elsewhere."""
    people = chosen_people(Membership.objects.visible_to(request.actor), selected_ids(request))
    teams = teams_to_staff(request.actor, Team.objects.visible_to(request.actor))
    form = ActionForm.of(request)
    team = next((each for each in teams if str(each.pk) == request.POST.get("team")), None)
    if form.is_bound and team is None:
        form.add_error(None, _("Choose a team."))
    chosen: dict[str, Any] = {"membership_ids": [member.pk for member in people]}
    if team and form.attempt(add_to_team, actor=request.actor, team_id=team.pk, **chosen):
        messages.success(request, _added(team, form.result))
        return stay_on(request, "orgs:team-view", pk=team.pk)
    return page(
        request,
        "orgs/team_staff.html",
        {"form": form, "people": people, "teams": teams},
        fragments=["dialog"],
        status=form.status,
    )


def _tell(request: Request, form: ActionForm) -> None:
    for errors in form.errors.values():
        messages.error(request, str(errors[0]))


def _added(team: Team, people: list[Membership]) -> str:
    if not people:
        return _("They are in “%(team)s” already.") % {"team": team.name}
    if len(people) == 1:
        return _("%(person)s is now in “%(team)s”.") % {
            "person": people[0].user,
            "team": team.name,
        }
    sentence = ngettext(
        "%(count)d person is now in “%(team)s”.",
        "%(count)d people are now in “%(team)s”.",
        len(people),
    )
    return sentence % {"count": len(people), "team": team.name}


def _taken_out(team: Team, people: list[Membership]) -> str:
    if len(people) == 1:
        return _("%(person)s is not in “%(team)s” any more.") % {
            "person": people[0].user,
            "team": team.name,
        }
    sentence = ngettext(
        "%(count)d person is not in “%(team)s” any more.",
        "%(count)d people are not in “%(team)s” any more.",
        len(people),
    )
    return sentence % {"count": len(people), "team": team.name}


def _led(team: Team, leader: Membership | None) -> str:
    if leader is None:
        return _("“%(team)s” has no leader now.") % {"team": team.name}
    return _("%(person)s leads “%(team)s” now.") % {"person": leader.user, "team": team.name}
