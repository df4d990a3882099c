"""Views about a person's own account: they need a session, and no Organization."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.http import HttpResponse

from auth2fa.models import User
from console.shell.request import Request


class PersonalRequest(Request):
    """A request whose person has signed in; the middleware has made sure of it."""

    user: User


def personal(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
    """Mark such a view; every row it reaches is found through the signed-in person."""
    marked: Any = view
    marked.is_personal = True
    return view
