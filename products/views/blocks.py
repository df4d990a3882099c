"""Blocking the management of a product, and opening it again: who is affected, and doing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from console.shell.http import page, stay_on
from console.shell.lists import selected_ids
from console.shell.request import Request
from orgs.policy import requires
from products.actions.blocks import (
    MAY,
    block_product,
    block_products,
    unblock_product,
    unblock_products,
)
from products.following import lines
from products.forms.blocks import BlockForm, UnblockForm
from products.left_open import left_open_by_block
from products.models import Product
from products.product_blocking import (
    affected_by_block,
    can_be_blocked,
    why_not_blocked,
    why_not_unblocked,
)
from products.shown import find_products
from products.views.answers import product_changed

READ = ["GET", "HEAD", "POST"]


@requires(MAY)
@require_http_methods(READ)
def product_block(request: Request, pk: int) -> HttpResponse:
    """The dialog *Block product management* (G3.5)."""
    form = BlockForm.of(request, auto_id="dialog_%s")
    if form.attempt(block_product, actor=request.actor, product_id=pk):
        product = form.result
        sentence = _("The management of %(name)s is blocked.")
        messages.success(request, sentence % {"name": product.name})
        return product_changed(request, product)
    product = get_object_or_404(Product.objects.visible_to(request.actor), pk=pk)
    if product.blocked_at is None and not can_be_blocked(product):
        raise Http404
    context = {
        "product": product,
        "form": form,
        "affected": affected_by_block([product]),
        "left_open": left_open_by_block([product]),
        "lines": lines(product, "block"),
    }
    template = "products/product_block.html"
    return page(request, template, context, fragments=["dialog"], status=form.status)


@requires(MAY)
@require_http_methods(READ)
def product_unblock(request: Request, pk: int) -> HttpResponse:
    """The dialog that opens it again (G3.6)."""
    form = UnblockForm.of(request)
    if form.attempt(unblock_product, actor=request.actor, product_id=pk):
        product = form.result
        sentence = _("The management of %(name)s is open again.")
        messages.success(request, sentence % {"name": product.name})
        return product_changed(request, product)
    product = get_object_or_404(Product.objects.visible_to(request.actor), pk=pk)
    context = {
        "product": product,
        "form": form,
        "affected": affected_by_block([product]),
        "lines": lines(product, "unblock"),
    }
    template = "products/product_unblock.html"
    return page(request, template, context, fragments=["dialog"], status=form.status)


@requires(MAY)
@require_http_methods(READ)
def block_many(request: Request) -> HttpResponse:
    """Block the management of the ticked products, those that can be."""
    form = BlockForm.of(request, auto_id="dialog_%s")
    products = find_products(request.actor, selected_ids(request))
    ids = [each.pk for each in products]
    if products and form.attempt(block_products, actor=request.actor, product_ids=ids):
        count = len(form.result)
        sentence = ngettext(
            "The management of %(count)d product is blocked.",
            "The management of %(count)d products is blocked.",
            count,
        )
        messages.success(request, sentence % {"count": count})
        return stay_on(request, "products:product-list")
    reasons = [(each, why_not_blocked(each)) for each in products]
    return _many(request, form, "block", reasons)


@requires(MAY)
@require_http_methods(READ)
def unblock_many(request: Request) -> HttpResponse:
    """Open the management of the ticked products again."""
    form = UnblockForm.of(request)
    products = find_products(request.actor, selected_ids(request))
    ids = [each.pk for each in products]
    if products and form.attempt(unblock_products, actor=request.actor, product_ids=ids):
        count = len(form.result)
        sentence = ngettext(
            "The management of %(count)d product is open again.",
            "The management of %(count)d products is open again.",
            count,
        )
        messages.success(request, sentence % {"count": count})
        return stay_on(request, "products:product-list")
    reasons = [(each, why_not_unblocked(each)) for each in products]
    return _many(request, form, "unblock", reasons)


def _many(
    request: Request,
    form: BlockForm | UnblockForm,
    step: str,
    reasons: list[tuple[Product, str]],
) -> HttpResponse:
    can = [each for each, reason in reasons if not reason]
    context = {
        "form": form,
        "step": step,
        "can": can,
        "cannot": [(each, reason) for each, reason in reasons if reason],
        "affected": affected_by_block(can),
        "left_open": left_open_by_block(can) if step == "block" else "",
        "lines": [line for each in can for line in lines(each, step)],
    }
    template = "products/block_many.html"
    return page(request, template, context, fragments=["dialog"], status=form.status)
