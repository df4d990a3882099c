"""The activity log of the Organization."""

from __future__ import annotations

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from console.shell.http import page
from console.shell.models import AuditEntry
from console.shell.request import Request
from orgs.activity import read_activity
from orgs.policy import requires


@requires("orgs.activity.list")
@require_safe
def activity_list(request: Request) -> HttpResponse:
    """Every event with before and after, newest first."""
    listing = read_activity(request, AuditEntry.objects.visible_to(request.actor))
    return page(
        request, "orgs/activity_list.html", {"listing": listing}, fragments=["activity-log"]
    )
