"""The activity log of the Organization, and taking back what it says."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from auth2fa.proof import ask_for_proof, has_fresh_proof
from console.shell.actions import ProofNeeded, Refused
from console.shell.http import page, stay_on
from console.shell.models import AuditEntry
from console.shell.request import Request
from orgs.activity import line
from orgs.activity_filters import SEARCHED
from orgs.activity_list import activity_csv, head_of, read_activity
from orgs.policy import requires
from orgs.undo import Undo


@requires("orgs.activity.list")
@require_safe
def activity_list(request: Request) -> HttpResponse:
    """Every event with before and after, newest first."""
    listing = read_activity(request, AuditEntry.objects.visible_to(request.actor))
    is_whole = request.headers.get("HX-Target") != listing.name
    context = {
        "listing": listing,
        "searched": SEARCHED,
        "head": head_of(listing) if is_whole else None,
    }
    return listing.at_address(
        page(request, "orgs/activity_list.html", context, fragments=[listing.name])
    )


@requires("orgs.activity.list")
@require_safe
def activity_export(request: Request) -> StreamingHttpResponse:
    """What the list shows, all its pages, as CSV."""
    return activity_csv(request, AuditEntry.objects.visible_to(request.actor))


@requires("orgs.activity.undo")
@require_http_methods(["GET", "HEAD", "POST"])
def activity_undo(request: Request, number: int) -> HttpResponse:
    """The dialog that says what will be true, and the way back."""
    entries = AuditEntry.objects.visible_to(request.actor)
    entry = get_object_or_404(entries, number=number)
    undo, way, refusal = Undo(request.actor, entry), None, None
    try:
        if request.method == "POST":
            undo.run(is_proven=has_fresh_proof(request))
            messages.success(request, _("Undone: %(what)s.") % {"what": undo.what})
            return stay_on(request, "orgs:activity-list")
        way = undo.find()
    except ProofNeeded:
        return ask_for_proof(request, then=request.path)
    except Refused as no:
        refusal = no
    shown = line(vars(entry))
    status = refusal.status if refusal and request.method == "POST" else 200
    return page(
        request,
        "orgs/activity_undo.html",
        {"undo": undo, "way": way, "refusal": refusal, "line": shown, "entry": entry},
        fragments=["dialog"],
        status=status,
    )
