"""Letters that this Organization caused: where they are, and those that did not arrive."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from console.shell.actions import Refused
from console.shell.http import page, stay_on, toast
from console.shell.lists import csv_response
from console.shell.models import OutgoingLetter
from console.shell.request import Request
from orgs.actions.letters import resend_letter
from orgs.letter_list import read_letters
from orgs.policy import requires


@requires("orgs.letter.list")
@require_safe
def letter_list(request: Request) -> HttpResponse:
    """To whom, about what, and whether it arrived at the mail server."""
    listing = read_letters(request, OutgoingLetter.objects.visible_to(request.actor))
    return listing.at_address(
        page(request, "orgs/letter_list.html", {"listing": listing}, fragments=["letter-table"])
    )


@requires("orgs.letter.list")
@require_safe
def letter_export(request: Request) -> StreamingHttpResponse:
    """What the list shows, all its pages, as CSV."""
    listing = read_letters(request, OutgoingLetter.objects.visible_to(request.actor))
    return csv_response(listing, name=f"{request.organization.slug}-letters")


@requires("orgs.letter.resend")
@require_POST
def letter_resend(request: Request, pk: int) -> HttpResponse:
    """Try once more."""
    letter = get_object_or_404(OutgoingLetter.objects.visible_to(request.actor), pk=pk)
    try:
        resend_letter(actor=request.actor, letter_id=letter.pk)
    except Refused as no:
        return toast(request, no, status=no.status)
    messages.success(request, _("The letter to %(address)s leaves again.") % {"address": letter.to})
    return stay_on(request, "orgs:letter-list")
