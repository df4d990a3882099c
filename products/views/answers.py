"""What a browser gets after a product was changed: the new truth where it is looking."""

from __future__ import annotations

from collections.abc import Sequence

from django.http import HttpResponse
from django_htmx.http import reswap, retarget

from console.shell.http import is_on, page, stay_on, url_for
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
    row = changed_row(request, product, tags=tags)
    response = page(request, "products/product_list.html", {"row": row}, partial="product-row")
    return reswap(retarget(response, f"#product-{product.pk}"), "outerHTML")
