"""Deleting an Organization."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from auth2fa.proof import ask_for_proof, has_fresh_proof
from console.shell.actions import ProofNeeded
from console.shell.http import go_to, page
from console.shell.request import Request
from orgs.actions.closing import close_organization
from orgs.closing import conditions, endings
from orgs.forms.details import CloseForm
from orgs.policy import requires


@requires("orgs.organization.close")
@require_http_methods(["GET", "HEAD", "POST"])
def organization_close(request: Request) -> HttpResponse:
    """What must be settled first, each with its page; then the name, and the red button (G15.7)."""
    form = CloseForm.of(request)
    proven = form.is_bound and has_fresh_proof(request)
    if form.attempt(close_organization, actor=request.actor, is_proven=proven):
        messages.success(
            request,
            _("%(name)s is deleted. Your account stays as it was.") % {"name": form.result},
        )
        return go_to(request, "orgs_personal:organization-list")
    if isinstance(form.refusal, ProofNeeded):
        return ask_for_proof(request, then=request.path)
    asked = conditions(request.organization, request.actor.user_id)
    return page(
        request,
        "orgs/organization_close.html",
        {
            "form": form,
            "conditions": asked,
            "may_close": all(each.is_met for each in asked),
            "endings": endings(request.organization),
        },
        status=form.status,
    )
