"""Moves between Organizations: offering, the list of both sides, answering, taking back."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from auth2fa.proof import ask_for_proof, has_fresh_proof
from console.shell.actions import ProofNeeded, Refused
from console.shell.forms import ActionForm
from console.shell.http import go_to, page, stay_on, url_for
from console.shell.lists import selected_ids
from console.shell.request import Request
from orgs.policy import requires
from products.actions.move_answers import accept_move, refuse_move
from products.actions.moves import Offered, offer_products, withdraw_move
from products.forms.moves import OfferForm
from products.models import Move, Product
from products.move_list import move_csv, read_moves
from products.moving.left_behind import left_behind
from products.moving.links import link_of
from products.moving.objections import lines_of
from products.moving.shown import arriving
from products.moving.standing import SENTENCES, Standing, standing_of
from products.moving.ways import places_to_send
from products.shown import find_products

READ = ["GET", "HEAD", "POST"]


@requires("products.move.offer")
@require_safe
def move_list(request: Request) -> HttpResponse:
    """Offers of both directions, the newest first."""
    listing = read_moves(request, Move.objects.visible_to(request.actor))
    template, context = "products/move_list.html", {"listing": listing}
    return listing.at_address(page(request, template, context, fragments=["move-table"]))


@requires("products.move.offer")
@require_safe
def move_export(request: Request) -> StreamingHttpResponse:
    """What the list shows, all its pages, as CSV."""
    return move_csv(request, Move.objects.visible_to(request.actor))


@requires("products.move.offer")
@require_http_methods(READ)
def product_move(request: Request, pk: int) -> HttpResponse:
    """One product to another Organization."""
    get_object_or_404(Product.objects.visible_to(request.actor), pk=pk)
    return _offer(request, (pk,))


@requires("products.move.offer")
@require_http_methods(READ)
def move_many(request: Request) -> HttpResponse:
    """The ticked products to another Organization (GX.1)."""
    return _offer(request, selected_ids(request))


@requires("products.move.offer")
@require_http_methods(READ)
def move_withdraw(request: Request, pk: int) -> HttpResponse:
    """The dialog *Withdraw*."""
    move = get_object_or_404(_moves(request).filter(organization=request.organization), pk=pk)
    form = ActionForm.of(request)
    if form.attempt(withdraw_move, actor=request.actor, move_id=pk):
        messages.success(request, _("The offer is withdrawn. Its link is dead."))
        return stay_on(request, "products:move-list")
    context = {
        "move": move,
        "names": list(move.items.order_by("pk").values_list("product_name", flat=True)),
        "form": form,
    }
    template = "products/move_withdraw.html"
    return page(request, template, context, fragments=["dialog"], status=form.status)


@requires("products.move.offer")
@require_http_methods(READ)
def move_receive(request: Request, pk: int) -> HttpResponse:
    """What was offered to this Organization, and the answer."""
    move = get_object_or_404(_moves(request).filter(receiver=request.organization), pk=pk)
    refusal = None
    try:
        if request.method == "POST":
            return _answer(request, move)
    except Refused as no:
        refusal = no
        move.refresh_from_db()
    standing = standing_of(move)
    context = {
        "move": move,
        "arriving": arriving(move) if standing == Standing.OPEN else [],
        "over": SENTENCES.get(standing, ""),
        "refusal": refusal,
        "here": request.path,
    }
    status = refusal.status if refusal else 200
    return page(request, "products/move_receive.html", context, status=status)


def accepted(request: Request, move: Move) -> None:
    """Say what came of it, on the next page."""
    count = move.items.count()
    sentence = ngettext(
        "%(count)d product is now in %(name)s.", "%(count)d products are now in %(name)s.", count
    )
    name = move.receiver.name if move.receiver else ""
    messages.success(request, sentence % {"count": count, "name": name})


def _answer(request: Request, move: Move) -> HttpResponse:
    if request.POST.get("answer") == "accept":
        accepted(request, accept_move(actor=request.actor, move_id=move.pk))
        return go_to(request, "products:product-list")
    if request.POST.get("answer") == "refuse":
        refuse_move(actor=request.actor, move_id=move.pk)
        messages.success(request, _("The offer is refused. Nothing was moved."))
        return go_to(request, "products:move-list")
    raise Refused(_("Accept the offer or refuse it."))


def _moves(request: Request) -> QuerySet[Move]:
    rows = Move.objects.visible_to(request.actor)
    return rows.select_related("organization", "receiver", "offered_by__user")


def _offer(request: Request, asked: Sequence[int]) -> HttpResponse:
    """What follows and what does not, the terms, and the way; then the link, once."""
    products = find_products(request.actor, asked, "holder")
    places = places_to_send(request.actor)
    form = OfferForm.of(request, places=places)
    proven = form.is_bound and has_fresh_proof(request)
    ids = [each.pk for each in products]
    if form.attempt(offer_products, actor=request.actor, product_ids=ids, is_proven=proven):
        return _offered(request, form.result)
    if isinstance(form.refusal, ProofNeeded):
        return ask_for_proof(request, then=_address(request, ids))
    lines = lines_of(products)
    free = [each for each in lines if not each.obstacle]
    context = {
        "products": products,
        "back": _back(request, products),
        "here": request.path,
        "form": form,
        "lines": lines,
        "free": free,
        "closed": len(lines) - len(free),
        "left": left_behind(request.organization, products),
    }
    return page(request, "products/move_offer.html", context, status=form.status)


def _offered(request: Request, offered: Offered) -> HttpResponse:
    """The link is in this answer and nowhere else; the other two ways lead to the list."""
    move = offered.move
    if move.receiver is not None or move.email:
        sentence = _("Offered to %(name)s. Nothing changes until it is accepted.")
        name = move.receiver.name if move.receiver else move.email
        messages.success(request, sentence % {"name": name})
        return go_to(request, "products:move-list")
    context = {
        "move": move,
        "link": link_of(offered.token),
        "names": list(move.items.order_by("pk").values_list("product_name", flat=True)),
    }
    response = page(request, "products/move_link.html", context)
    response["Cache-Control"] = "no-store"
    return response


def _back(request: Request, products: Sequence[Product]) -> str:
    if len(products) == 1:
        return url_for(request, "products:product-view", pk=products[0].pk)
    return url_for(request, "products:product-list")


def _address(request: Request, ids: Sequence[int]) -> str:
    """The page with what is ticked."""
    return f"{request.path}?{urlencode([('selected', each) for each in ids])}"
