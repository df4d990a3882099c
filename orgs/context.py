"""What templates know of the Organization they are in."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from console.shell.actor import Actor
from orgs.policy import Can


def organization(request: HttpRequest) -> dict[str, Any]:
    """The Organization of the address, and `can`, the gate as seen by templates."""
    return {
        "organization": getattr(request, "organization", None),
        "can": Can(getattr(request, "actor", Actor(user_id=None))),
    }
