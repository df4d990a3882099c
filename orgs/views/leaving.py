"""Leaving an Organization by oneself."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from auth2fa.personal import personal
from auth2fa.proof import ask_for_proof, has_fresh_proof
from console.shell.actions import ProofNeeded
from console.shell.http import page, stay_on
from console.shell.request import Request
from orgs import following
from orgs.actions.leaving import leave_organization
from orgs.forms.leaving import LeavingForm
from orgs.models import Membership
from orgs.removal import KEPT, fingerprint, own_membership, parts_of, was_in


@personal
@require_http_methods(["GET", "HEAD", "POST"])
def organization_leave(request: Request, slug: str) -> HttpResponse:
    """The dialog *Leave*: what ends, or what stands against it (G15.4 to G15.6)."""
    membership = own_membership(request.actor, slug)
    if membership is None:
        return _gone(request, slug)
    parts = parts_of(membership)
    form = LeavingForm.of(request, parts=parts)
    if form.attempt(
        leave_organization,
        actor=request.actor,
        membership_id=membership.pk,
        is_proven=has_fresh_proof(request),
    ):
        name = {"organization": membership.organization.name}
        messages.success(request, _("You have left %(organization)s.") % name)
        return stay_on(request, "orgs_personal:organization-list")
    if isinstance(form.refusal, ProofNeeded):
        return ask_for_proof(request, then=request.path)
    if form.was_overtaken:
        membership = own_membership(request.actor, slug)
    return _dialog(request, slug, membership, form)


def _dialog(
    request: Request, slug: str, membership: Membership | None, form: LeavingForm
) -> HttpResponse:
    if membership is None:
        return _gone(request, slug)
    parts = parts_of(membership)
    return page(
        request,
        "orgs/organization_leave.html",
        {
            "membership": membership,
            "left": membership.organization,
            "parts": parts,
            "seen": fingerprint(membership, parts),
            "objections": following.objections(membership),
            "form": form,
            "questions": [form[name] for name in form.questions],
            "days": KEPT.days,
        },
        fragments=["dialog"],
        status=form.status,
    )


def _gone(request: Request, slug: str) -> HttpResponse:
    """A second click; to everybody else nothing is there."""
    if not was_in(request.actor, slug):
        raise Http404
    messages.info(request, _("You are not in this organization any more."))
    return stay_on(request, "orgs_personal:organization-list")
