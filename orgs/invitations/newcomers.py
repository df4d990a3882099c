"""Joining with an account that does not exist yet."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from auth2fa.actions.people import open_account
from auth2fa.bridge import Login, perform_password_login
from auth2fa.models import User
from console.shell.actions import Refused
from console.shell.actor import Actor
from orgs.actions.joining import accept_invitation
from orgs.invitations.joining import has_account, hold_by_digest, refuse_answer
from orgs.models import Membership


def join_with_new_account(
    *, actor: Actor, digest: str, full_name: str, password: str, language: str
) -> Membership:
    """Open an account with the address of the invitation and join: both or neither (G1.1).

    The address counts as confirmed, since the link came through it, and no Organization is
    opened in the person's name. Name and password were checked by the form. Raises `Refused`
    when the link is dead, or when an account with the address was opened meanwhile.
    """
    try:
        with transaction.atomic():
            invitation = hold_by_digest(digest)
            refuse_answer(invitation)
            if has_account(invitation.email):
                raise _opened_meanwhile()
            user: User = open_account(
                actor=actor,
                email=invitation.email,
                full_name=full_name,
                password=password,
                language=language,
                is_confirmed=True,
            )
            return accept_invitation(actor=actor, digest=digest, user=user)
    except IntegrityError:
        raise _opened_meanwhile() from None


def _opened_meanwhile() -> Refused:
    return Refused(_("An account with this address was opened meanwhile. Sign in with it."))


def sign_in_newcomer(request: HttpRequest, user: User, *, then: str) -> HttpResponse:
    """Begin the session of somebody who has just chosen their password, through every stage
    that a sign-in passes; on to `then`."""
    login = Login(user=user, email=user.email, signup=True, redirect_url=then)
    response: HttpResponse = perform_password_login(request, {"email": user.email}, login)
    return response
