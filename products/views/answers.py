"""What a browser gets after a product was changed: the new truth where it is looking."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django_htmx.http import reswap, retarget

from console.shell.http import drawn, is_on, stay_on, url_for
from console.shell.lists import row_at
from console.shell.request import Request
from products.models import Product, Tag
from products.product_list import changed_row


def product_changed(
    request: Request, product: Product, *, tags: Sequence[Tag] | None = None
) -> HttpResponse:
    """On the list: the one row that changed. Elsewhere: the product's page.

    `tags` are those that it bears, where they were read for the change.
    """
    if not is_on(request, url_for(request, "products:product-list")):
        return stay_on(request, "products:product-view", pk=product.pk)
    response = drawn(request, changed_row(request, product, tags=tags))
    return reswap(retarget(response, row_at("product-table", product.pk)), "outerHTML")
