"""Changing who holds products: the card, the fees, and the confirmation."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from urllib.parse import urlencode

from django.contrib import messages
from django.db.models import Q
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from auth2fa.proof import ask_for_proof, has_fresh_proof
from console.shell.actions import ProofNeeded
from console.shell.forms import new_key
from console.shell.http import go_to, page, url_for
from console.shell.lists import selected_ids
from console.shell.lists.search import clean
from console.shell.request import Request
from orgs.policy import requires
from products.actions.contacts import create_contact
from products.actions.holders import change_holder, send_holder
from products.catalog.prices import currency_of
from products.forms.contacts import ContactForm
from products.forms.holders import HolderForm, SendForm
from products.holder_change import Line, is_ordered, lines_of, mark_of_change, total_of
from products.models import Contact, Product
from products.shown import find_products
from products.views.answers import product_changed

READ = ["GET", "HEAD", "POST"]
NEW = "new"
# More cards than these are found by their name.
MOST_SHOWN = 50


@requires("products.contact.manage")
@require_http_methods(READ)
def product_holder(request: Request, pk: int) -> HttpResponse:
    """Another holder for one product."""
    get_object_or_404(Product.objects.visible_to(request.actor), pk=pk)
    return _steps(request, (pk,))


@requires("products.contact.manage")
@require_http_methods(READ)
def holder_many(request: Request) -> HttpResponse:
    """Another holder for the ticked products (G4.6)."""
    return _steps(request, selected_ids(request))


@requires("products.contact.manage")
@require_http_methods(READ)
def holder_send(request: Request, pk: int) -> HttpResponse:
    """The dialog that tells the registry once more who holds a domain."""
    products = Product.objects.visible_to(request.actor).select_related("holder")
    product = get_object_or_404(products.filter(type="domain"), pk=pk)
    form = SendForm.of(request, auto_id="dialog_%s")
    if form.attempt(send_holder, actor=request.actor, product_id=pk):
        messages.success(request, _("The registry is told of the holder once more."))
        return product_changed(request, form.result)
    context = {"product": product, "form": form, "key": _key(form)}
    template = "products/holder_send.html"
    return page(request, template, context, fragments=["dialog"], status=form.status)


def _steps(request: Request, asked: Sequence[int]) -> HttpResponse:
    """Choose or add a card; look at the fees; confirm. Each step is an address of its own."""
    products = find_products(request.actor, asked, "holder")
    wanted = (request.POST if request.method == "POST" else request.GET).get("contact", "")
    if wanted and wanted != NEW and products:
        return _confirm(request, products, _card(request, wanted))
    return _choose(request, products, is_new=wanted == NEW)


def _choose(request: Request, products: Sequence[Product], *, is_new: bool) -> HttpResponse:
    """Step 1: a card that is there, or a new one."""
    form = ContactForm.of(request, initial={"country": request.organization.country})
    if is_new and products and form.attempt(create_contact, actor=request.actor):
        return _forward(request, products, form.result)
    cards = Contact.objects.visible_to(request.actor).order_by("company", "full_name", "pk")
    looked_for = clean(request.GET.get("q", ""))
    for word in looked_for.split()[:8]:
        cards = cards.filter(
            Q(company__icontains=word) | Q(full_name__icontains=word) | Q(email__icontains=word)
        )
    found = list(cards[: MOST_SHOWN + 1])
    context = {
        **_about(request, products),
        "form": form,
        "is_new": is_new,
        "cards": found[:MOST_SHOWN],
        "has_more": len(found) > MOST_SHOWN,
        "looked_for": looked_for,
    }
    status = form.status if is_new else 200
    return page(
        request,
        "products/holder_choose.html",
        context,
        fragments=["holder-cards"],
        status=status,
    )


def _confirm(request: Request, products: Sequence[Product], contact: Contact) -> HttpResponse:
    """Steps 2 and 3: what it costs, what stands against it, and the order."""
    ids = [each.pk for each in products]
    form = HolderForm.of(request)
    proven = form.is_bound and has_fresh_proof(request)
    asked = {"product_ids": ids, "contact_id": contact.pk, "is_proven": proven}
    if form.attempt(change_holder, actor=request.actor, **asked):
        _say(request, form.result, contact)
        if len(products) == 1:
            return go_to(request, "products:product-view", pk=products[0].pk)
        return go_to(request, "products:product-list")
    if isinstance(form.refusal, ProofNeeded):
        return ask_for_proof(request, then=_address(request, products, contact))
    lines = lines_of(products, contact, currency_of(request.organization))
    charged = [each for each in lines if each.fee]
    free = [each for each in lines if not each.obstacle]
    context = {
        **_about(request, products),
        "form": form,
        "contact": contact,
        "choose_url": _address(request, products),
        "lines": lines,
        "free": free,
        "closed": len(lines) - len(free),
        "total": total_of(lines),
        "currency": charged[0].fee.currency if charged and charged[0].fee else "",
        "has_orders": any(is_ordered(each.product) for each in free),
        "key": _key(form),
        "seen": mark_of_change(lines, contact),
    }
    return page(request, "products/holder_confirm.html", context, status=form.status)


def _about(request: Request, products: Sequence[Product]) -> dict[str, Any]:
    """What both steps need: the products, and where the way back leads."""
    if len(products) == 1:
        back = url_for(request, "products:product-view", pk=products[0].pk)
    else:
        back = url_for(request, "products:product-list")
    return {"products": products, "back": back, "here": request.path}


def _card(request: Request, wanted: str) -> Contact:
    """A card that the actor cannot see is like none that exists."""
    if not (wanted.isascii() and wanted.isdigit() and len(wanted) < 19):
        raise Http404
    return get_object_or_404(Contact.objects.visible_to(request.actor), pk=int(wanted))


def _address(request: Request, products: Sequence[Product], contact: Contact | None = None) -> str:
    """The page with what is chosen so far."""
    words = [("selected", each.pk) for each in products]
    return f"{request.path}?{urlencode([*words, *([('contact', contact.pk)] if contact else [])])}"


def _forward(request: Request, products: Sequence[Product], contact: Contact) -> HttpResponse:
    """To the fees, with the new card chosen."""
    answer = go_to(request, "products:holder-many")
    where = "HX-Redirect" if "HX-Redirect" in answer else "Location"
    answer[where] = _address(request, products, contact)
    return answer


def _key(form: HolderForm | SendForm) -> str:
    """The key of this form; a new one once something else was shown."""
    again = form.is_bound and not form.was_overtaken and not form["key"].errors
    return str(form["key"].value()) if again else new_key()


def _say(request: Request, lines: Sequence[Line], contact: Contact) -> None:
    ordered = sum(is_ordered(each.product) for each in lines)
    at_once = len(lines) - ordered
    if not lines:
        messages.success(
            request, _("%(name)s is the holder, or is about to be.") % {"name": contact}
        )
    if at_once:
        sentence = ngettext(
            "%(name)s is now the holder of %(count)d product.",
            "%(name)s is now the holder of %(count)d products.",
            at_once,
        )
        messages.success(request, sentence % {"name": contact, "count": at_once})
    if ordered:
        sentence = ngettext(
            "The change of holder of %(count)d domain is ordered from its registry.",
            "The change of holder of %(count)d domains is ordered from their registries.",
            ordered,
        )
        messages.success(request, sentence % {"count": ordered})
