"""Renewing and restoring: what it costs, then doing it; and the switches of a product."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from console.shell.http import page, stay_on
from console.shell.lists import selected_ids
from console.shell.request import Request
from orgs.policy import decide, demand, requires
from products.actions.renewals import (
    MAY,
    Ordered,
    pay_warranty,
    renew_product,
    restore_product,
    switch_auto_renew,
    switch_warranty,
)
from products.domain_timeline import last_moment
from products.forms.renewals import PayForm, RenewForm, RestoreForm, SwitchForm, WarrantyForm
from products.models import Product
from products.quotes import restore_of, terms, warranty_of, why_no_terms
from products.renewed import is_option_paid, money
from products.renewing import (
    WARRANTY,
    can_have_warranty,
    can_renew,
    can_restore,
    has_renewal,
    open_order,
    warranty_charges,
    warranty_debt,
    why_not_automatic,
)
from products.shown import find_products
from products.views.answers import product_changed

READ = ["GET", "HEAD", "POST"]


@requires(MAY)
@require_http_methods(READ)
def product_renew(request: Request, pk: int) -> HttpResponse:
    """The dialog *Renew*: for how long, at which price."""
    product = _product(request, pk)
    if request.method != "POST" and not can_renew(product):
        raise Http404
    now = timezone.now()
    quotes = terms(product, now)
    form = RenewForm.of(request, product=product, quotes=quotes, auto_id="dialog_%s")
    if form.attempt(renew_product, actor=request.actor, product_id=pk):
        return _ordered(request, form.result)
    context = {
        "form": form,
        "offers": form.offers(product),
        "has_option": product.warranty,
        "why_none": "" if quotes else why_no_terms(product, now),
    }
    return _order_dialog(request, "products/product_renew.html", product, context)


@requires(MAY)
@require_http_methods(READ)
def product_restore(request: Request, pk: int) -> HttpResponse:
    """The dialog *Restore* (G9.7): what it costs, and how long it is possible."""
    product = _product(request, pk)
    if request.method != "POST" and not can_restore(product):
        raise Http404
    quote = restore_of(product)
    form = RestoreForm.of(request, product=product, quote=quote, auto_id="dialog_%s")
    if form.attempt(restore_product, actor=request.actor, product_id=pk):
        return _ordered(request, form.result)
    context = {"form": form, "quote": quote, "last_moment": last_moment(product)}
    return _order_dialog(request, "products/product_restore.html", product, context)


@requires(MAY)
@require_http_methods(READ)
def product_auto_renew(request: Request, pk: int) -> HttpResponse:
    """The dialog that switches automatic renewal (G9.6)."""
    product = _product(request, pk)
    if not has_renewal(product):
        raise Http404
    form = SwitchForm.of(request, auto_id="dialog_%s")
    if form.attempt(_switch_one, request=request, product=product):
        return product_changed(request, form.result)
    context = {
        "product": product,
        "form": form,
        "reason": "" if product.auto_renew else why_not_automatic(product, timezone.now()),
    }
    return _dialog(request, "products/product_auto_renew.html", context, form.status)


@requires(MAY)
@require_http_methods(READ)
def auto_renew_many(request: Request) -> HttpResponse:
    """Switch automatic renewal of the ticked products, those that can."""
    products = find_products(request.actor, selected_ids(request), "organization")
    form = SwitchForm.of(request, auto_id="dialog_%s")
    ids = [each.pk for each in products]
    if products and form.attempt(switch_auto_renew, actor=request.actor, product_ids=ids):
        count = len(form.result)
        sentence = ngettext(
            "%(count)d product is switched.", "%(count)d products are switched.", count
        )
        messages.success(request, sentence % {"count": count})
        return stay_on(request, "products:product-list")
    now = timezone.now()
    decisions = [decide(request.actor, MAY, each) for each in products]
    reasons = [(each, "" if each.auto_renew else why_not_automatic(each, now)) for each in products]
    context = {
        "products": products,
        "form": form,
        "closed": next((each for each in decisions if not each), None),
        "can": [each for each, reason in reasons if not reason],
        "cannot": [(each, reason) for each, reason in reasons if reason],
    }
    return _dialog(request, "products/auto_renew_many.html", context, form.status)


@requires(MAY)
@require_http_methods(READ)
def product_warranty(request: Request, pk: int) -> HttpResponse:
    """The dialog that switches the Renewal Warranty (G9.4)."""
    product = _product(request, pk)
    if not product.warranty and not can_have_warranty(product):
        raise Http404
    form = WarrantyForm.of(request, auto_id="dialog_%s")
    if form.attempt(switch_warranty, actor=request.actor, product_id=pk):
        on = _("The Renewal Warranty of %(name)s is on.")
        off = _("The Renewal Warranty of %(name)s is off.")
        messages.success(request, (on if form.result.warranty else off) % {"name": product.name})
        return product_changed(request, form.result)
    context = {
        "product": product,
        "form": form,
        "part": warranty_of(product),
        "is_paid": is_option_paid(product),
    }
    return _dialog(request, "products/product_warranty.html", context, form.status)


@requires(MAY)
@require_http_methods(READ)
def product_pay(request: Request, pk: int) -> HttpResponse:
    """The dialog that pays what the Renewal Warranty renewed."""
    product = _product(request, pk)
    owed = warranty_debt(product)
    form = PayForm.of(request)
    if form.is_valid():
        get_object_or_404(warranty_charges(product), pk=form.cleaned_data["number"])
    if form.attempt(pay_warranty, actor=request.actor, product_id=pk):
        messages.success(request, _("The renewal of %(name)s is paid.") % {"name": product.name})
        return product_changed(request, form.result)
    context = {
        "product": product,
        "form": form,
        "owed": owed,
        "owed_words": money(owed),
        "pay_until": owed.created_at + WARRANTY if owed else None,
    }
    return _dialog(request, "products/product_pay.html", context, form.status)


def _product(request: Request, pk: int) -> Product:
    """The product, if the actor sees it and may renew it; a block says so with its reason."""
    rows = Product.objects.visible_to(request.actor).select_related("organization")
    product = get_object_or_404(rows, pk=pk)
    demand(request.actor, MAY, product)
    return product


def _switch_one(*, request: Request, product: Product, is_on: bool) -> Product:
    switch_auto_renew(actor=request.actor, product_ids=[product.pk], is_on=is_on)
    on = _("%(name)s is renewed by itself from now on.")
    off = _("%(name)s is not renewed by itself any more.")
    messages.success(request, (on if is_on else off) % {"name": product.name})
    return Product.objects.visible_to(request.actor).get(pk=product.pk)


def _ordered(request: Request, ordered: Ordered) -> HttpResponse:
    product, order = ordered.product, ordered.order
    if order is None or (order.state == order.State.DONE and order.verb == "renew"):
        sentence = _("%(name)s is renewed.")
    elif order.state == order.State.DONE:
        sentence = _("%(name)s is restored.")
    elif order.verb == "restore":
        sentence = _("Restoring %(name)s is ordered. The registry answers soon.")
    else:
        sentence = _("Renewing %(name)s is ordered. The registry answers soon.")
    messages.success(request, sentence % {"name": product.name})
    return product_changed(request, product)


def _order_dialog(
    request: Request, template: str, product: Product, context: dict[str, Any]
) -> HttpResponse:
    form = context["form"]
    more = {"product": product, "order": open_order(product)}
    return _dialog(request, template, {**context, **more}, form.status)


def _dialog(request: Request, template: str, context: dict[str, Any], status: int) -> HttpResponse:
    return page(request, template, context, fragments=["dialog"], status=status)
