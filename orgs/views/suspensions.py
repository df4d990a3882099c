"""Suspending people, proving it, lifting it, and asking them to secure their account."""

from __future__ import annotations

from collections.abc import Sequence

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from auth2fa.proof import ask_for_proof, has_fresh_proof
from console.shell.actions import ProofNeeded, Refused
from console.shell.http import go_to, page, stay_on
from console.shell.lists import selected_ids
from console.shell.request import Request
from orgs import following
from orgs.actions.suspensions import (
    check_suspension,
    lift_suspension,
    send_procedure,
    suspend_member,
    suspend_members,
)
from orgs.forms.suspensions import ConfirmForm, SuspendForm
from orgs.models import Membership, Suspension
from orgs.policy import demand, requires
from orgs.procedure import steps
from orgs.suspension_bulk import sort_out
from orgs.suspension_page import incident_of_member

READ = ["GET", "HEAD", "POST"]


def _person(request: Request, pk: int) -> Membership:
    """The member, if this actor may suspend them; 404 or 403 otherwise."""
    people = Membership.objects.visible_to(request.actor)
    membership = get_object_or_404(people.select_related("user", "organization"), pk=pk)
    demand(request.actor, "orgs.member.suspend", membership)
    return membership


@requires("orgs.member.suspend")
@require_http_methods(READ)
def member_suspend(request: Request, pk: int) -> HttpResponse:
    """The dialog that says what is cut, and the button that cuts it."""
    form = SuspendForm.of(request, auto_id="dialog_%s")
    if form.attempt(suspend_member, actor=request.actor, membership_id=pk):
        if form.result:
            _test(request, [pk])
            messages.success(request, _("%(person)s is suspended.") % {"person": form.result})
        return go_to(request, "orgs:member-suspension", pk=pk)
    membership = _person(request, pk)
    context = {
        "form": form,
        "membership": membership,
        "ways_in": following.channels(membership),
        "left_open": following.left_open(membership),
    }
    return page(
        request,
        "orgs/member_suspend.html",
        context,
        fragments=["dialog"],
        status=form.status,
    )


@requires("orgs.member.suspend")
@require_http_methods(READ)
def member_suspend_many(request: Request) -> HttpResponse:
    """The same for the people who were ticked: who is, who stays, and why."""
    ticked = selected_ids(request)
    people = list(
        Membership.objects.visible_to(request.actor)
        .filter(pk__in=ticked)
        .select_related("user", "organization")
        .order_by("sort_name", "pk")
    )
    if len(people) != len(ticked):
        raise Http404
    form = SuspendForm.of(request, auto_id="dialog_%s")
    chosen = {"membership_ids": [each.pk for each in people]}
    if form.attempt(suspend_members, actor=request.actor, **chosen):
        _test(request, [each.pk for each in form.result])
        messages.success(request, _told(form.result))
        return stay_on(request, "orgs:member-list")
    return page(
        request,
        "orgs/member_suspend_many.html",
        {"form": form, "sorted": sort_out(request.actor, people)},
        fragments=["dialog"],
        status=form.status,
    )


@requires("orgs.member.suspend")
@require_http_methods(READ)
def member_lift(request: Request, pk: int) -> HttpResponse:
    """Let somebody in again."""
    form = ConfirmForm.of(request)
    proven = form.is_bound and has_fresh_proof(request)
    if form.attempt(lift_suspension, actor=request.actor, membership_id=pk, is_proven=proven):
        membership = _person(request, pk)
        messages.success(request, _("%(person)s may come in again.") % {"person": membership.user})
        return stay_on(request, "orgs:member-view", pk=pk)
    if isinstance(form.refusal, ProofNeeded):
        return ask_for_proof(request, then=request.path)
    context = {"form": form, "membership": _person(request, pk)}
    return page(
        request,
        "orgs/member_lift.html",
        context,
        fragments=["dialog"],
        status=form.status,
    )


@requires("orgs.member.suspend")
@require_http_methods(READ)
def member_procedure(request: Request, pk: int) -> HttpResponse:
    """The steps that the person can take, and the button that sends them."""
    form = ConfirmForm.of(request)
    if form.attempt(send_procedure, actor=request.actor, membership_id=pk):
        messages.success(
            request, _("The steps are on their way to %(person)s.") % {"person": form.result.user}
        )
        return stay_on(request, "orgs:member-view", pk=pk)
    context = {"form": form, "membership": _person(request, pk), "steps": steps()}
    return page(
        request,
        "orgs/member_procedure.html",
        context,
        fragments=["dialog"],
        status=form.status,
    )


@requires("orgs.member.suspend")
@require_safe
def member_suspension(request: Request, pk: int) -> HttpResponse:
    """The page of the suspension that goes on, or of the last one."""
    return _incident_page(request, pk)


@requires("orgs.member.suspend")
@require_POST
def member_test(request: Request, pk: int) -> HttpResponse:
    """Ask every way in once more."""
    form = ConfirmForm.of(request)
    if form.attempt(check_suspension, actor=request.actor, membership_id=pk):
        _tell_what_was_seen(request, form.result)
        return stay_on(request, "orgs:member-suspension", pk=pk)
    _person(request, pk)
    messages.error(request, str(form.non_field_errors()[0]))
    return _incident_page(request, pk, status=form.status)


def _incident_page(request: Request, pk: int, *, status: int = 200) -> HttpResponse:
    people = Membership.objects.visible_to(request.actor)
    membership = get_object_or_404(people.select_related("user", "organization"), pk=pk)
    rows = Suspension.objects.visible_to(request.actor)
    incident = incident_of_member(request.actor, membership, rows)
    if incident is None:
        raise Http404
    return page(request, "orgs/suspension_view.html", {"incident": incident}, status=status)


def _test(request: Request, numbers: Sequence[int]) -> None:
    """The first test, right after the commit. What cannot be tested says *not observed*."""
    for pk in numbers:
        try:
            check_suspension(actor=request.actor, membership_id=pk)
        except Refused:
            continue


def _tell_what_was_seen(request: Request, seen: Sequence[following.Channel]) -> None:
    still_open = [str(each.label) for each in seen if each.is_closed is False]
    if still_open:
        messages.error(request, _("Still open: %(names)s") % {"names": _(", ").join(still_open)})
    elif all(each.is_closed for each in seen):
        messages.success(request, _("Tested just now: every way in is closed."))
    else:
        messages.warning(request, _("Not every way in could be observed."))


def _told(people: Sequence[Membership]) -> str:
    if len(people) == 1:
        return _("%(person)s is suspended.") % {"person": people[0].user}
    sentence = ngettext(
        "%(count)d person is suspended.", "%(count)d people are suspended.", len(people)
    )
    return sentence % {"count": len(people)}
