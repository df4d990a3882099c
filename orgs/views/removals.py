"""Removing somebody in four screens; who was removed; asking them back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from auth2fa.proof import ask_for_proof, has_fresh_proof
from console.shell.actions import ProofNeeded
from console.shell.forms import ActionForm
from console.shell.http import go_to, page, stay_on
from console.shell.request import Request
from orgs.actions.invitations import invite_member
from orgs.actions.removals import remove_member
from orgs.forms.removals import ChoicesForm, ConfirmForm, ReadForm
from orgs.models import FormerMember, Membership
from orgs.policy import demand, requires
from orgs.removal import KEPT
from orgs.removal_list import read_removed, removed_csv, with_standing
from orgs.removal_return import terms_of
from orgs.removal_walk import STEPS, Walk


@requires("orgs.member.remove")
@require_http_methods(["GET", "HEAD", "POST"])
def member_remove(request: Request, pk: int, step: int = 1) -> HttpResponse:
    """Four screens in a row (G6.4 to G6.7), each a page; none can be left out."""
    people = Membership.objects.visible_to(request.actor)
    membership = people.select_related("user", "organization").filter(pk=pk).first()
    if membership is None or step not in STEPS:
        return _gone(request, pk)
    demand(request.actor, "orgs.member.remove", membership)
    walk = Walk(request, membership)
    if request.method == "POST" and step == 1:
        return _first(request, walk)
    is_in_order = step <= walk.reached and request.POST.get("mark", walk.mark) == walk.mark
    if not is_in_order:
        messages.info(request, _("Removing somebody begins with the first step."))
        return go_to(request, "orgs:member-remove", pk=pk)
    changes = walk.changes() if step > 1 else []
    if changes:
        return _screen(request, walk, 1, changes=changes)
    if request.method != "POST":
        return _screen(request, walk, step)
    return {2: _second, 3: _third, 4: _last}[step](request, walk)


def _gone(request: Request, pk: int) -> HttpResponse:
    """A second click, or an old address: they are in the list of removed people."""
    former = FormerMember.objects.visible_to(request.actor).filter(member_id=pk).first()
    if former is None:
        raise Http404
    messages.info(
        request, _("%(person)s is not in the organization any more.") % {"person": former}
    )
    return go_to(request, "orgs:removed-list")


def _first(request: Request, walk: Walk) -> HttpResponse:
    """What ends was looked at, and what was asked is answered."""
    seen = walk.unseal(request.POST.get("seen", ""))
    if seen is None:
        messages.info(request, _("Removing somebody begins with the first step."))
        return go_to(request, "orgs:member-remove", pk=walk.membership.pk)
    changes = walk.changes(seen)
    form = ChoicesForm.of(request, parts=walk.parts)
    if changes or not form.is_valid():
        return _screen(request, walk, 1, form, changes=changes)
    walk.begin(form.cleaned_data["choices"])
    return _on(request, walk, 2)


def _second(request: Request, walk: Walk) -> HttpResponse:
    form = ReadForm.of(request)
    if not form.is_valid():
        return _screen(request, walk, 2, form)
    walk.reach(3)
    return _on(request, walk, 3)


def _third(request: Request, walk: Walk) -> HttpResponse:
    walk.reach(4)
    return _on(request, walk, 4)


def _last(request: Request, walk: Walk) -> HttpResponse:
    """One's own address, the box, and it is done; fresh proof may come in between."""
    form = ConfirmForm.of(request, own=_own_address(request))
    if form.attempt(
        remove_member,
        actor=request.actor,
        membership_id=walk.membership.pk,
        version=walk.version,
        seen=walk.seen,
        choices=walk.choices,
        is_proven=has_fresh_proof(request),
    ):
        walk.forget()
        messages.success(request, _("%(person)s was removed.") % {"person": form.result})
        return go_to(request, "orgs:removed-list")
    if isinstance(form.refusal, ProofNeeded):
        walk.keep({name: request.POST.get(name, "") for name in form.fields})
        return ask_for_proof(request, then=request.path)
    if form.was_overtaken:
        return go_to(request, "orgs:member-remove-step", pk=walk.membership.pk, step=4)
    return _screen(request, walk, 4, form)


def _on(request: Request, walk: Walk, step: int) -> HttpResponse:
    return go_to(request, "orgs:member-remove-step", pk=walk.membership.pk, step=step)


def _screen(
    request: Request,
    walk: Walk,
    step: int,
    form: ActionForm | None = None,
    *,
    changes: list[str] | None = None,
) -> HttpResponse:
    form = form or _blank(request, walk, step)
    context: dict[str, Any] = {
        "membership": walk.membership,
        "walk": walk,
        "step": step,
        "steps": STEPS,
        "lines": walk.lines(form),
        "form": form,
        "changes": changes,
        "kept_until": timezone.now() + KEPT,
    }
    status = 409 if changes else form.status
    return page(request, "orgs/member_remove.html", context, status=status)


def _blank(request: Request, walk: Walk, step: int) -> ActionForm:
    """The form of a screen as it opens, with what was answered before."""
    if step == 1:
        return ChoicesForm(parts=walk.parts, answered=walk.choices)
    if step == 4:
        return ConfirmForm(own=_own_address(request), initial=walk.draft)
    return ReadForm() if step == 2 else ActionForm()


def _own_address(request: Request) -> str:
    return str(getattr(request.user, "email", ""))


@requires("orgs.invitation.list")
@require_safe
def removed_list(request: Request) -> HttpResponse:
    """Everybody who was removed or left, and whether they can be invited back."""
    listing = read_removed(request)
    return listing.at_address(
        page(
            request,
            "orgs/removed_list.html",
            {"listing": listing, "days": KEPT.days},
            fragments=["removed-table"],
        )
    )


@requires("orgs.invitation.list")
@require_safe
def removed_export(request: Request) -> StreamingHttpResponse:
    """What the list shows, all its pages, as CSV."""
    return removed_csv(request)


@requires("orgs.invitation.create")
@require_http_methods(["GET", "HEAD", "POST"])
def removed_invite(request: Request, pk: int) -> HttpResponse:
    """The dialog *Invite back*: what would be given again, and the letter goes."""
    rows = with_standing(FormerMember.objects.visible_to(request.actor))
    former = get_object_or_404(rows.select_related("organization", "user"), pk=pk)
    terms = terms_of(request.actor, former)
    form = ActionForm.of(request)
    if form.attempt(
        invite_member,
        actor=request.actor,
        email=former.email,
        role=former.role,
        has_accounting=former.has_accounting,
        former=former,
        is_proven=has_fresh_proof(request),
    ):
        messages.success(
            request, _("The invitation to %(address)s is on its way.") % {"address": form.result}
        )
        return stay_on(request, "orgs:removed-list")
    if isinstance(form.refusal, ProofNeeded):
        return ask_for_proof(request, then=request.path)
    return page(
        request,
        "orgs/removed_invite.html",
        {"former": former, "terms": terms, "form": form},
        fragments=["dialog"],
        status=form.status,
    )
