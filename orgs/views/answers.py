"""What a browser gets after a member was changed: the new truth where it is looking."""

from __future__ import annotations

from django.http import HttpResponse
from django.urls import reverse
from django_htmx.http import reswap, retarget

from console.shell.http import is_on, page, stay_on
from console.shell.request import Request
from orgs.member_list import changed_row
from orgs.models import Membership


def member_changed(request: Request, membership: Membership) -> HttpResponse:
    """On the list: the one row that changed. Elsewhere: the person's page."""
    slug = {"organization": request.organization.slug}
    if not is_on(request, reverse("orgs:member-list", kwargs=slug)):
        return stay_on(request, "orgs:member-view", pk=membership.pk)
    row = changed_row(request, membership)
    response = page(request, "orgs/member_list.html", {"row": row}, partial="member-row")
    return reswap(retarget(response, f"#member-{membership.pk}"), "outerHTML")
