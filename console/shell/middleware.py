"""What every request carries: a number of its own, and the address it came from."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from time import monotonic

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from console.shell.actor import Actor
from console.shell.logging import log_request, numbered

GetResponse = Callable[[HttpRequest], HttpResponse]


def client_ip(request: HttpRequest) -> str | None:
    """The address of the browser.

    X-Forwarded-For counts only as far as proxies of ours wrote it
    (`ALLAUTH_TRUSTED_PROXY_COUNT`, 0 by default); everything to the left is what the
    sender claims, and is never believed.
    """
    trusted: int = getattr(settings, "ALLAUTH_TRUSTED_PROXY_COUNT", 0)
    if trusted:
        hops = [hop.strip() for hop in request.headers.get("X-Forwarded-For", "").split(",")]
        if len(hops) >= trusted and hops[-trusted]:
            return hops[-trusted]
    return request.META.get("REMOTE_ADDR") or None


class RequestMiddleware:
    """Outermost: number the request, so that a log line, an audit entry and an error page of
    one click can be found by each other."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """The number is always made here; one from outside could be forged."""
        request.request_id = uuid.uuid4().hex  # type: ignore[attr-defined]
        request.organization = None  # type: ignore[attr-defined]
        request.actor = Actor(  # type: ignore[attr-defined]
            user_id=None,
            ip=client_ip(request),
            request_id=request.request_id,  # type: ignore[attr-defined]
        )
        began = monotonic()
        with numbered(request_id=request.request_id):  # type: ignore[attr-defined]
            response = self.get_response(request)
            log_request(request, response, began)
        response["X-Request-ID"] = request.request_id  # type: ignore[attr-defined]
        return response
