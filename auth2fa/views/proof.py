"""Asking again who somebody is."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect, resolve_url
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from auth2fa.actions.proofs import note_given_proof
from auth2fa.browsers import browser_of
from auth2fa.forms.mine import ProofForm
from auth2fa.personal import PersonalRequest, personal
from auth2fa.proof import note_proof, prove_by_password
from auth2fa.redirects import safe_path
from console.shell.http import page


@personal
@sensitive_post_parameters("password")
@require_http_methods(["GET", "HEAD", "POST"])
def reauthenticate(request: PersonalRequest) -> HttpResponse:
    """The password once more; then on with what the person was doing."""
    then = safe_path(request.POST.get("next") or request.GET.get("next"))
    form = ProofForm.of(request)
    if form.attempt(
        prove_by_password,
        actor=request.actor,
        user=request.user,
        browser=browser_of(request),
    ):
        note_given_proof(actor=request.actor, user=request.user, method="password")
        note_proof(request, "password")
        return redirect(then or resolve_url("auth2fa:security-view"))
    return page(
        request, "auth2fa/reauthenticate.html", {"form": form, "next": then}, status=form.status
    )
