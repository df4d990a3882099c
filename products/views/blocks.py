"""Blocking the management of a product, and opening it again: who is affected, and doing it."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from console.shell.http import page
from console.shell.request import Request
from orgs.policy import requires
from products.actions.blocks import block_product, unblock_product
from products.following import lines
from products.forms.blocks import BlockForm, UnblockForm
from products.models import Product
from products.product_blocking import affected_by_block, can_be_blocked
from products.views.answers import product_changed

READ = ["GET", "HEAD", "POST"]


@requires("products.product.block")
@require_http_methods(READ)
def product_block(request: Request, pk: int) -> HttpResponse:
    """The dialog *Block product management* (G3.5)."""
    product = get_object_or_404(Product.objects.visible_to(request.actor), pk=pk)
    if product.blocked_at is None and not can_be_blocked(product):
        raise Http404
    form = BlockForm.of(request, auto_id="dialog_%s")
    if form.attempt(block_product, actor=request.actor, product_id=pk):
        sentence = _("The management of %(name)s is blocked.")
        messages.success(request, sentence % {"name": product.name})
        return product_changed(request, form.result)
    context = {
        "product": product,
        "form": form,
        "affected": affected_by_block(product),
        "lines": lines(product, "block"),
    }
    template = "products/product_block.html"
    return page(request, template, context, fragments=["dialog"], status=form.status)


@requires("products.product.block")
@require_http_methods(READ)
def product_unblock(request: Request, pk: int) -> HttpResponse:
    """The dialog that opens it again (G3.6)."""
    product = get_object_or_404(Product.objects.visible_to(request.actor), pk=pk)
    form = UnblockForm.of(request)
    if form.attempt(unblock_product, actor=request.actor, product_id=pk):
        sentence = _("The management of %(name)s is open again.")
        messages.success(request, sentence % {"name": product.name})
        return product_changed(request, form.result)
    context = {
        "product": product,
        "form": form,
        "affected": affected_by_block(product),
        "lines": lines(product, "unblock"),
    }
    template = "products/product_unblock.html"
    return page(request, template, context, fragments=["dialog"], status=form.status)
