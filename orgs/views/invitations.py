"""Inviting people: one, many, the list, again, not any more."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from auth2fa.proof import ask_for_proof, has_fresh_proof
from console.shell.actions import ProofNeeded
from console.shell.forms import ActionForm
from console.shell.http import go_to, page, stay_on
from console.shell.request import Request
from orgs.actions.invitations import invite_member, resend_invitation, withdraw_invitation
from orgs.following import promised_lines
from orgs.forms.invitations import WHO, InvitationForm
from orgs.invitation_list import invitation_csv, read_invitations
from orgs.invitation_page import draft_of, forget_draft, keep_draft, steps_context
from orgs.invitations.standing import UNANSWERED, with_standing
from orgs.models import Invitation
from orgs.policy import requires


@requires("orgs.invitation.list")
@require_safe
def invitation_list(request: Request) -> HttpResponse:
    """Everybody who was asked, and what became of it."""
    listing = read_invitations(request)
    return listing.at_address(
        page(
            request,
            "orgs/invitation_list.html",
            {"listing": listing},
            fragments=["invitation-table"],
        )
    )


@requires("orgs.invitation.list")
@require_safe
def invitation_export(request: Request) -> StreamingHttpResponse:
    """What the list shows, all its pages, as CSV."""
    return invitation_csv(request)


@requires("orgs.invitation.create")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_create(request: Request) -> HttpResponse:
    """The assistant: who, teams and messages, a last look, and the letter goes (G1.13)."""
    draft = draft_of(request)
    form = InvitationForm(request.POST if request.method == "POST" else draft, actor=request.actor)
    asked = request.POST.get("to", "") or ("check" if draft else "who")
    if asked == "send" and form.attempt(
        invite_member, actor=request.actor, is_proven=has_fresh_proof(request)
    ):
        forget_draft(request)
        messages.success(
            request, _("The invitation to %(address)s is on its way.") % {"address": form.result}
        )
        return go_to(request, "orgs:invitation-list")
    if isinstance(form.refusal, ProofNeeded):
        return ask_for_proof(request, then=keep_draft(request))
    step = form.step_for(asked) if form.is_bound else WHO
    return page(
        request,
        "orgs/invitation_create.html",
        steps_context(form, step, asked),
        status=form.status if step != asked or form.refusal else 200,
    )


@requires("orgs.invitation.list")
@require_safe
def invitation_actions(request: Request, pk: int) -> HttpResponse:
    """The ⋮ menu of a row; with scripts off, a page of its own."""
    invitation = _find(request, pk)
    return page(request, "orgs/invitation_actions.html", _context(invitation), fragments=["menu"])


@requires("orgs.invitation.create")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_resend(request: Request, pk: int) -> HttpResponse:
    """The dialog *Send again*: a new link, 30 new days."""
    form = ActionForm.of(request)
    proven = form.is_bound and has_fresh_proof(request)
    if form.attempt(resend_invitation, actor=request.actor, invitation_id=pk, is_proven=proven):
        messages.success(
            request, _("The invitation to %(address)s is on its way.") % {"address": form.result}
        )
        return stay_on(request, "orgs:invitation-list")
    if isinstance(form.refusal, ProofNeeded):
        return ask_for_proof(request, then=request.path)
    return _dialog(request, "orgs/invitation_resend.html", pk, form, is_promised=True)


@requires("orgs.invitation.create")
@require_http_methods(["GET", "HEAD", "POST"])
def invitation_withdraw(request: Request, pk: int) -> HttpResponse:
    """The dialog *Withdraw*: the link is dead from then on."""
    form = ActionForm.of(request)
    if form.attempt(withdraw_invitation, actor=request.actor, invitation_id=pk):
        messages.success(
            request, _("The invitation to %(address)s is withdrawn.") % {"address": form.result}
        )
        return stay_on(request, "orgs:invitation-list")
    return _dialog(request, "orgs/invitation_withdraw.html", pk, form)


def _dialog(
    request: Request, template: str, pk: int, form: ActionForm, *, is_promised: bool = False
) -> HttpResponse:
    """`is_promised` also names what joining would give: whoever sends it stands for that."""
    invitation = _find(request, pk)
    context = {**_context(invitation), "form": form}
    if is_promised:
        facts = (invitation.organization_id, invitation.role, invitation.grants)
        context["promised"] = promised_lines(*facts)
    return page(request, template, context, fragments=["dialog"], status=form.status)


def _find(request: Request, pk: int) -> Invitation:
    rows = Invitation.objects.visible_to(request.actor)
    return get_object_or_404(with_standing(rows).select_related("organization"), pk=pk)


def _context(invitation: Invitation) -> dict[str, Any]:
    return {"invitation": invitation, "is_unanswered": vars(invitation)["standing"] in UNANSWERED}
