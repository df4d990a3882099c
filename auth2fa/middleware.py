"""How long a session lives, and what a request knows about its person."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django_htmx.http import HttpResponseClientRedirect

from auth2fa.actions.sessions import end_session
from auth2fa.models import User
from auth2fa.redirects import address_of, page_of
from auth2fa.sessions import keep_alive, why_over

GetResponse = Callable[[HttpRequest], HttpResponse]


class SessionLimitsMiddleware:
    """Ends a session that idled too long or is too old, and leads whoever has none to sign in.

    A page that asks by itself (`HX-Trigger-Name: poll`, `X-Background: 1`) keeps nobody alive.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Before the view: the limits. After it: where the way to the sign-in page comes back."""
        user = request.user
        ended = self._enforce(request, user) if user.is_authenticated else ""
        response = self.get_response(request)
        if not request.user.is_authenticated and _was_turned_away(request, response):
            return _to_sign_in(request, ended)
        return response

    def _enforce(self, request: HttpRequest, user: User) -> str:
        why = why_over(request, user)
        if not why:
            if not _is_background(request):
                keep_alive(request, ip=request.actor.ip)  # type: ignore[attr-defined]
            return ""
        actor = replace(request.actor, user_id=user.pk, name=str(user))  # type: ignore[attr-defined]
        key = request.session.session_key or ""
        end_session(actor=actor, user=user, session_key=key, why=why)
        logout(request)
        return why


class PersonMiddleware:
    """Speaks the person's language, in their time zone, and leaves nothing in any cache.

    Who was deactivated is nobody from the next request on: the sign-in backend no longer
    knows them.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Language and time zone hold for this request only."""
        with _spoken_to(request):
            response = self.get_response(request)
        if request.user.is_authenticated or not response.has_header("Cache-Control"):
            response["Cache-Control"] = "no-store"
        return response


@contextmanager
def _spoken_to(request: HttpRequest) -> Iterator[None]:
    user = request.user
    if user.is_authenticated:
        language, zone = user.language, _zone(user.time_zone)
    else:
        language, zone = translation.get_language_from_request(request), None
    with translation.override(language), timezone.override(zone):
        yield


def _zone(name: str) -> ZoneInfo | None:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError):
        return None


def _is_background(request: HttpRequest) -> bool:
    return (
        request.headers.get("HX-Trigger-Name") == "poll"
        or request.headers.get("X-Background") == "1"
    )


def _was_turned_away(request: HttpRequest, response: HttpResponse) -> bool:
    """Whether this page wants a signed-in person; public ones lead there for their own reasons."""
    target = response.headers.get("Location", "") if response.status_code == 302 else ""
    if urlsplit(target).path != reverse("account_login"):
        return False
    match = request.resolver_match
    return match is None or getattr(match.func, "login_required", True)


def _to_sign_in(request: HttpRequest, ended: str) -> HttpResponse:
    """To the whole page, never a sign-in form in a table cell; back to a page, never a form."""
    address = address_of("account_login", then=page_of(request), ended=ended)
    is_htmx = request.headers.get("HX-Request") == "true"
    response = HttpResponseClientRedirect(address) if is_htmx else redirect(address)
    response["Cache-Control"] = "no-store"
    return response
