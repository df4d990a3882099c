"""The link of an offer: opening it changes nothing; accepting and refusing do."""

from __future__ import annotations

from dataclasses import replace

from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from auth2fa.personal import PersonalRequest, personal
from console.shell.actions import Refused
from console.shell.actor import Actor
from console.shell.http import go_to, page
from orgs.invitations.tokens import digest_of
from orgs.models import Membership
from products.actions.move_answers import accept_move, refuse_move
from products.models import Move
from products.moving.shown import arriving
from products.moving.standing import SENTENCES, Standing, find_by_digest, standing_of
from products.moving.ways import memberships_taking
from products.views.moves import READ, accepted

# The session remembers which link was opened; the secret itself stays out of address bar,
# history and every later request.
_OPENED = "move"


@personal
@require_safe
def move_open(request: PersonalRequest, token: str) -> HttpResponse:
    """The address of the link: on to the page of the offer, without its secret."""
    digest = digest_of(token)
    if find_by_digest(digest) is None:
        return _say(request, _("There is no such offer"), _unknown(), 404)
    request.session[_OPENED] = digest
    return redirect("products_moving:move-answer")


@personal
@require_http_methods(READ)
def move_answer(request: PersonalRequest) -> HttpResponse:
    """What arrives, what it means, into which of one's Organizations, and the answer."""
    move = find_by_digest(str(request.session.get(_OPENED, "")))
    if move is None:
        return _say(request, _("There is no such offer"), _unknown(), 404)
    standing = standing_of(move)
    if standing != Standing.OPEN:
        title = _("This offer no longer works")
        return _say(request, title, str(SENTENCES[standing]), 410)
    if request.method != "POST":
        return _show(request, move)
    if request.POST.get("move") != str(move.pk):
        # Another link was opened in this browser meanwhile: nothing is answered by mistake.
        return _show(request, move, status=409)
    try:
        return _answer(request, move)
    except Refused as no:
        return _show(request, move, refusal=no, status=no.status)


def _answer(request: PersonalRequest, move: Move) -> HttpResponse:
    asked = request.POST.get("answer")
    if asked == "refuse":
        refuse_move(actor=request.actor, move_id=move.pk, digest=move.token_digest)
        del request.session[_OPENED]
        title = _("Offer refused")
        return _say(request, title, _("Nothing was moved. The other side is told."), 200)
    if asked != "accept":
        raise Refused(_("Accept the offer or refuse it."))
    places = memberships_taking(request.actor, beside=move.organization_id)
    chosen = next(
        (each for each in places if each.organization.slug == request.POST.get("organization")),
        None,
    )
    if chosen is None:
        raise Refused(_("Choose one of your organizations."), "organization")
    actor = _inside(request.actor, chosen)
    done = accept_move(actor=actor, move_id=move.pk, digest=move.token_digest)
    del request.session[_OPENED]
    accepted(request, done)
    return go_to(request, "products:product-list", organization=chosen.organization.slug)


def _inside(actor: Actor, membership: Membership) -> Actor:
    """The same person, acting in the Organization they chose."""
    return replace(
        actor,
        organization_id=membership.organization_id,
        membership_id=membership.pk,
        role=membership.role,
        has_accounting=membership.has_accounting,
    )


def _show(
    request: PersonalRequest, move: Move, *, refusal: Refused | None = None, status: int = 200
) -> HttpResponse:
    context = {
        "move": move,
        "arriving": arriving(move),
        "places": memberships_taking(request.actor, beside=move.organization_id),
        "chosen": request.POST.get("organization", ""),
        "refusal": refusal,
        "here": reverse("products_moving:move-answer"),
    }
    return page(request, "products/move_answer.html", context, status=status)


def _unknown() -> str:
    return _("The link is incomplete, or the offer is gone. Ask for a new one.")


def _say(request: PersonalRequest, title: str, sentence: str, status: int) -> HttpResponse:
    context = {"heading": title, "sentence": sentence}
    return page(request, "products/move_over.html", context, status=status)
