"""The people of the Organization in numbers, counted once for a page."""

from __future__ import annotations

from console.shell.request import Request
from orgs.census import Census, census
from orgs.models import Membership


def census_of(request: Request) -> Census:
    """Of everybody whom the person may see; one query, whoever asks during the request."""
    known: dict[str, Census] = vars(request)
    if "_census" not in known:
        known["_census"] = census(Membership.objects.visible_to(request.actor))
    return known["_census"]
