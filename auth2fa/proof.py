"""Fresh proof: that the person at the keyboard is the one who signed in, and was just now.

A sign-in or a re-authentication by the strongest method the person has, at most 15 minutes old.
The records of the session are read here: allauth's own question waves through whoever has no
password to be asked for.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from auth2fa.actions.sessions import refuse_session
from auth2fa.bridge import get_authentication_records, record_authentication
from auth2fa.history import PROOF_ASKED
from auth2fa.limits import PROOF, give_back, take
from auth2fa.models import User
from auth2fa.redirects import LONGEST, address_of, page_of
from auth2fa.sessions import renew_key
from console.shell.actions import Refused
from console.shell.actor import Actor

FRESH = timedelta(minutes=15)
# What proves who somebody is; a link followed from a letter does not.
PROOFS = frozenset({"password"})
# Never carried through an address bar.
_SECRET = ("password", "token", "code", "secret", "key")


def has_fresh_proof(request: HttpRequest) -> bool:
    """Whether this session's person proved themselves within the last 15 minutes."""
    if not request.user.is_authenticated:
        return False
    now = time.time()
    return any(
        record.get("method") in PROOFS and 0 <= now - record.get("at", 0) < FRESH.total_seconds()
        for record in get_authentication_records(request, request.user)
    )


class Limited(Refused):
    """Tried too often; the only refusal that waiting undoes."""

    status = 429


def prove_by_password(*, actor: Actor, user: User, password: str, browser: str) -> None:
    """Hold `password` against the person's; not an action, so that a failure stays recorded.

    Raises `Refused` beside the field, `Limited` after five failures in five minutes. The count
    is the account's own, apart from the sign-in page: nobody outside can use it up.
    """
    if not take(PROOF, str(user.pk)):
        raise Limited(_("Too many wrong passwords. Wait five minutes, then try again."))
    if not user.check_password(password):
        refuse_session(actor=actor, user=user, browser=browser, kind=PROOF_ASKED)
        raise Refused(_("This is not the password of your account."), "password")
    give_back(PROOF, str(user.pk))


def note_proof(request: HttpRequest, method: str) -> None:
    """The person just proved themselves; the session gets a new key (ASVS 7.2.4)."""
    record_authentication(request, request.user, method=method, reauthenticated=True)
    renew_key(request)


def ask_for_proof(request: HttpRequest, *, then: str = "") -> HttpResponse:
    """Lead to the question who one is; afterwards to `then`, or the page one was on.

    Works for a page and for a fragment. `then` is an address to GET: the choice made so far
    stands in its query.
    """
    question = address_of("account_reauthenticate", then=then or page_of(request))
    if request.headers.get("HX-Request") == "true":
        return HttpResponseClientRedirect(question)
    return redirect(question)


def requires_fresh_proof(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Gate a view; a form sent too late comes back as its page, with what was chosen filled in."""

    @wraps(view)
    def proven(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if has_fresh_proof(request):
            return view(request, *args, **kwargs)
        return ask_for_proof(request, then=_with_choice(request))

    proven.needs_fresh_proof = True  # type: ignore[attr-defined]
    return proven


def _with_choice(request: HttpRequest) -> str:
    """The form's own page with what was typed, save secrets; without it when it is too long."""
    if request.method != "POST":
        return request.get_full_path()
    typed = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if not any(word in name.lower() for word in _SECRET)
    ]
    full = f"{request.path}?{urlencode(typed)}" if typed else request.path
    return full if len(full) <= LONGEST else request.path
