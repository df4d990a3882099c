"""Who is recognized as whom: the statement of a product, and the details to look through."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.views.decorators.http import require_safe

from console.shell.http import page
from console.shell.request import Request
from orgs.countries import country_name
from orgs.policy import decide, requires
from products.catalog.types import catalog
from products.holder_orders import standing_of
from products.identity import card_gaps, organization_gaps
from products.models import Contact, Product
from products.ownership import history_of, triangle_of

MOST_CARDS = 20


@requires("products.product.view")
@require_safe
def product_ownership(request: Request, pk: int) -> HttpResponse:
    """A statement of who holds, manages and pays for a product, to be printed (G4.1, G4.4)."""
    products = Product.objects.visible_to(request.actor)
    product = get_object_or_404(products.select_related("organization", "holder", "payer"), pk=pk)
    history = history_of(product)
    return page(
        request,
        "products/product_ownership.html",
        {
            "product": product,
            "type": catalog().types[product.type],
            "status": catalog().statuses[product.status],
            "triangle": triangle_of(product, history),
            "history": history,
            "standing": standing_of(product),
            "shows_card": bool(decide(request.actor, "products.contact.manage")),
            "made_at": timezone.now(),
        },
    )


@requires("products.contact.manage")
@require_safe
def identity_check(request: Request) -> HttpResponse:
    """The places where an Organization says who it is, and what is missing there (G4.3)."""
    cards = Contact.objects.visible_to(request.actor).holding()
    found = list(cards[: MOST_CARDS + 1])
    return page(
        request,
        "products/identity_check.html",
        {
            "gaps": organization_gaps(request.organization),
            "country": country_name(request.organization.country),
            "cards": [(each, card_gaps(each)) for each in found[:MOST_CARDS]],
            "has_more": len(found) > MOST_CARDS,
        },
    )
