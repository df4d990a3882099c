"""Views about a person's own account: they need a session, and no Organization."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django_htmx.middleware import HtmxDetails

from auth2fa.models import User
from console.shell.actor import Actor


class PersonalRequest(HttpRequest):
    """What such a view can rely on; the middleware has made sure of it."""

    user: User
    actor: Actor
    htmx: HtmxDetails


def personal(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark such a view; every row it reaches is found through the signed-in person."""
    marked: Any = view
    marked.is_personal = True
    return view
