"""Products of an Organization: the list, one product, what can be done to it."""

from __future__ import annotations

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.functional import SimpleLazyObject
from django.views.decorators.http import require_safe

from console.shell.http import page
from console.shell.lists import Listing
from console.shell.request import Request
from orgs.activity import latest_about
from orgs.policy import requires
from products.across import Place, products_across
from products.catalog.types import catalog
from products.domain_page import registry_part
from products.grant_page import access_of, own_access
from products.models import Product
from products.moving.shown import move_part
from products.ownership import history_of, triangle_of
from products.product_list import product_csv, read_products
from products.product_menu import menu_of
from products.renewal_page import renewal_part
from products.transfer_page import transfer_part


@requires("products.product.list")
@require_safe
def product_list(request: Request) -> HttpResponse:
    """Everything that the actor can see: search, filters, sort, pages."""
    listing = read_products(request)
    wanted = catalog().types.get(request.GET.get("type", ""))
    return listing.at_address(
        page(
            request,
            "products/product_list.html",
            {
                "listing": listing,
                "type": wanted,
                # Asked only where the list finds nothing.
                "across": SimpleLazyObject(lambda: _across(request, listing)),
            },
            fragments=["product-table"],
        )
    )


def _across(request: Request, listing: Listing[Product]) -> list[Place]:
    """Where else what was searched for is; nothing where nothing was searched for."""
    search = listing.declaration.search
    if search is None or not listing.query or listing.hint:
        return []
    return products_across(
        request.actor,
        which=search.condition(listing.query),
        query=listing.query,
        beside=request.actor.here,
    )


@requires("products.product.list")
@require_safe
def product_export(request: Request) -> StreamingHttpResponse:
    """What the list shows, all its pages, as CSV."""
    return product_csv(request)


@requires("products.product.view")
@require_safe
def product_view(request: Request, pk: int) -> HttpResponse:
    """One product: its state, its life, whom it belongs to, who has access and why."""
    products = Product.objects.visible_to(request.actor)
    product = get_object_or_404(
        products.select_related("organization", "holder", "payer", "domain"), pk=pk
    )
    kind, history = catalog().types[product.type], history_of(product)
    return page(
        request,
        "products/product_view.html",
        {
            "product": product,
            "type": kind,
            "status": catalog().statuses[product.status],
            "tags": product.product_tags.select_related("tag").order_by("tag__sort_name"),
            "identifiers": product.identifiers.order_by("kind", "value"),
            "triangle": triangle_of(product, history),
            "history": history,
            "menu": menu_of(request, product),
            **registry_part(request.actor, product),
            "access": access_of(request.actor, product),
            "own": own_access(request.actor, product),
            "renewal": renewal_part(request.actor, product, timezone.now()),
            **transfer_part(request.actor, product),
            **move_part(request.actor, product),
            "latest": latest_about(request.actor, product),
        },
    )


@requires("products.product.view")
@require_safe
def product_actions(request: Request, pk: int) -> HttpResponse:
    """The ⋮ menu of a row; with scripts off, a page of its own."""
    product = get_object_or_404(Product.objects.visible_to(request.actor), pk=pk)
    return page(
        request,
        "products/product_actions.html",
        {"product": product, "menu": menu_of(request, product)},
        fragments=["menu"],
    )
