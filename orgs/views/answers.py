"""What a browser gets after a member was changed: the new truth where it is looking."""

from __future__ import annotations

from django.http import HttpResponse
from django_htmx.http import reswap, retarget

from console.shell.http import drawn, is_on, stay_on, url_for
from console.shell.lists import row_at
from console.shell.request import Request
from orgs.member_list import changed_row
from orgs.models import Membership


def member_changed(request: Request, membership: Membership) -> HttpResponse:
    """On the list: the one row that changed. Elsewhere: the person's page."""
    if not is_on(request, url_for(request, "orgs:member-list")):
        return stay_on(request, "orgs:member-view", pk=membership.pk)
    response = drawn(request, changed_row(request, membership))
    return reswap(retarget(response, row_at("member-table", membership.pk)), "outerHTML")
