"""Changing the password."""

from __future__ import annotations

from django.contrib import messages
from django.contrib.auth import update_session_auth_hash
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from auth2fa.actions.passwords import change_password
from auth2fa.browsers import browser_of
from auth2fa.forms.mine import PasswordForm
from auth2fa.models import User
from auth2fa.personal import PersonalRequest, personal
from auth2fa.proof import note_proof, prove_by_password
from console.shell.actor import Actor
from console.shell.http import go_to, page


@personal
@sensitive_post_parameters("password", "new_password")
@require_http_methods(["GET", "HEAD", "POST"])
def password_change(request: PersonalRequest) -> HttpResponse:
    """The one there is proves who asks; every other session ends with it."""
    form = PasswordForm.of(request, user=request.user)
    person = {"actor": request.actor, "user": request.user}
    if form.attempt(
        _prove_and_change,
        browser=browser_of(request),
        session_key=request.session.session_key or "",
        **person,
    ):
        update_session_auth_hash(request, request.user)
        note_proof(request, "password")
        messages.success(request, _("Your password is changed. Every other session was ended."))
        return go_to(request, "auth2fa:security-view")
    return page(
        request,
        "auth2fa/password_change.html",
        {"form": form},
        fragments=["dialog"],
        status=form.status,
    )


def _prove_and_change(
    *,
    actor: Actor,
    user: User,
    browser: str,
    session_key: str,
    password: str,
    new_password: str,
) -> None:
    """Two steps, since a wrong password stays written down when the change is refused."""
    prove_by_password(actor=actor, user=user, password=password, browser=browser)
    change_password(actor=actor, user=user, new_password=new_password, session_key=session_key)
