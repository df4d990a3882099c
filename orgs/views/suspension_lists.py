"""All suspensions of the Organization, running and past."""

from __future__ import annotations

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from console.shell.http import page
from console.shell.lists import csv_response
from console.shell.request import Request
from orgs.models import Suspension
from orgs.policy import requires
from orgs.suspension_list import read_suspensions
from orgs.suspension_page import incident_of


@requires("orgs.member.suspend")
@require_safe
def suspension_list(request: Request) -> HttpResponse:
    """Who was kept out, when, by whom, and whether it goes on."""
    listing = read_suspensions(request, Suspension.objects.visible_to(request.actor))
    return listing.at_address(
        page(
            request,
            "orgs/suspension_list.html",
            {"listing": listing},
            fragments=["suspension-table"],
        )
    )


@requires("orgs.member.suspend")
@require_safe
def suspension_export(request: Request) -> StreamingHttpResponse:
    """What the list shows, all its pages, as CSV."""
    listing = read_suspensions(request, Suspension.objects.visible_to(request.actor))
    return csv_response(listing, name=f"{request.organization.slug}-suspensions")


@requires("orgs.member.suspend")
@require_safe
def suspension_view(request: Request, pk: int) -> HttpResponse:
    """One of them by its number, also of somebody who was removed since."""
    rows = Suspension.objects.visible_to(request.actor)
    found = rows.select_related("membership__user", "membership__organization")
    incident = incident_of(request.actor, get_object_or_404(found, pk=pk), rows)
    return page(request, "orgs/suspension_view.html", {"incident": incident})
