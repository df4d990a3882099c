"""What the middleware adds to a request, for those who read it."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from console.shell.actor import Actor


class Request(HttpRequest):
    """A request as views get it. Never made: it gives the added attributes their types.

    `organization` is the one of the address, or None; the floor does not know its class.
    """

    actor: Actor
    organization: Any
    request_id: str
    htmx: HtmxDetails
    user: Any
