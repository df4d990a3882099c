"""The link of an invitation: opening it changes nothing; joining, declining, signing up do."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from auth2fa.limits import SIGN_UP, source_of, take
from auth2fa.views.signing import limited, too_many
from console.shell.actions import Refused
from console.shell.http import go_to, url_for
from console.shell.request import Request
from orgs.actions.joining import accept_invitation, decline_invitation
from orgs.adapter import AccountAdapter
from orgs.forms.invitations import NewcomerForm
from orgs.invitations.joining import UNKNOWN, find_by_digest, sentence_of
from orgs.invitations.newcomers import join_with_new_account, sign_in_newcomer
from orgs.invitations.standing import Standing
from orgs.invitations.tokens import digest_of
from orgs.joining_page import joining_context
from orgs.models import Invitation, Membership
from orgs.roles import role_label

# The session remembers which link was opened; the secret itself stays out of address bar,
# history and every later request.
_OPENED = "invitation"


@login_not_required
@require_safe
def invitation_open(request: Request, token: str) -> HttpResponse:
    """The address in the letter: on to the page of the invitation, without its secret.

    Programs that look through mail open links too: nothing is answered by that.
    """
    digest = digest_of(token)
    if find_by_digest(digest) is None:
        return _unknown(request)
    request.session[_OPENED] = digest
    return redirect("orgs_joining:invitation-answer")


@login_not_required
@limited
def invitation_answer(request: Request) -> HttpResponse:
    """What one is invited to, and one's answer."""
    digest = str(request.session.get(_OPENED, ""))
    found = find_by_digest(digest) if digest else None
    if found is None:
        return _unknown(request)
    invitation, standing = found
    if standing != Standing.OPEN:
        return _dead(request, invitation, standing)
    if request.method != "POST":
        return _show(request, invitation)
    if request.POST.get("invitation") != str(invitation.pk):
        # Another link was opened in this browser meanwhile: nothing is answered by mistake.
        return _show(request, invitation, status=409)
    answer = _ANSWERS.get(request.POST.get("answer", ""), _show)
    try:
        return answer(request, invitation)
    except Refused as no:
        return _show(request, invitation, refusal=str(no), status=no.status)


def _join(request: Request, invitation: Invitation) -> HttpResponse:
    if not request.user.is_authenticated:
        return _show(request, invitation)
    membership = accept_invitation(
        actor=request.actor, digest=invitation.token_digest, user=request.user
    )
    return _welcome(request, membership)


def _sign_up(request: Request, invitation: Invitation) -> HttpResponse:
    if request.user.is_authenticated:
        return _show(request, invitation)
    form = NewcomerForm(request.POST, invitation=invitation)
    if not form.is_valid():
        return _show(request, invitation, form=form, status=422)
    if not take(SIGN_UP, source_of(request.actor.ip)):
        return too_many(request)
    membership = join_with_new_account(
        actor=request.actor,
        digest=invitation.token_digest,
        full_name=form.cleaned_data["full_name"],
        password=form.cleaned_data["password"],
        language=get_language() or "en",
    )
    home = url_for(request, "home", organization=membership.organization.slug)
    response = sign_in_newcomer(request, membership.user, then=home)
    _greet(request, membership)
    return response


def _decline(request: Request, invitation: Invitation) -> HttpResponse:
    decline_invitation(actor=request.actor, digest=invitation.token_digest)
    request.session.pop(_OPENED, None)
    return _say(request, _("Invitation declined"), _("Nothing of you was kept there."), 200)


def _leave(request: Request, invitation: Invitation) -> HttpResponse:
    """End the session of another account, and stay on the page."""
    if request.user.is_authenticated:
        AccountAdapter(request).logout(request)
    request.session[_OPENED] = invitation.token_digest
    response = redirect("orgs_joining:invitation-answer")
    response["Clear-Site-Data"] = '"cache"'
    return response


_ANSWERS = {"join": _join, "sign-up": _sign_up, "decline": _decline, "leave": _leave}


def _welcome(request: Request, membership: Membership) -> HttpResponse:
    _greet(request, membership)
    return go_to(request, "home", organization=membership.organization.slug)


def _greet(request: Request, membership: Membership) -> None:
    request.session.pop(_OPENED, None)
    messages.success(
        request,
        _("You are in %(organization)s now, as %(role)s.")
        % {"organization": membership.organization.name, "role": role_label(membership.role)},
    )


def _show(
    request: Request,
    invitation: Invitation,
    *,
    form: NewcomerForm | None = None,
    refusal: str = "",
    status: int = 200,
) -> HttpResponse:
    context = joining_context(request, invitation, form or NewcomerForm(invitation=invitation))
    return render(
        request, "orgs/invitation_answer.html", {**context, "refusal": refusal}, status=status
    )


def _dead(request: Request, invitation: Invitation, standing: Standing) -> HttpResponse:
    request.session.pop(_OPENED, None)
    return _say(request, _("This invitation no longer works"), sentence_of(standing), 410)


def _unknown(request: Request) -> HttpResponse:
    return _say(request, _("There is no such invitation"), UNKNOWN, 404)


def _say(request: Request, title: Any, sentence: Any, status: int) -> HttpResponse:
    context = {"title": title, "sentence": sentence}
    return render(request, "orgs/invitation_gone.html", context, status=status)
