"""Finding a product: the way to a type from anywhere, and where something is that is not here."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_safe

from auth2fa.personal import PersonalRequest, personal
from console.shell.http import page
from console.shell.lists.search import clean
from orgs.mine import first_place_of
from products.across import products_across
from products.catalog.types import catalog
from products.product_list import PRODUCTS


@personal
@require_safe
def type_open(request: PersonalRequest, type: str) -> HttpResponse:
    """`/products/domain/`: that type in the Organization the person was in last (G16.7); help
    can name it without knowing any. Whoever is in none comes to the list of Organizations."""
    if type not in catalog().types:
        raise Http404
    slug = first_place_of(request.actor)
    if slug is None:
        return redirect("orgs_personal:organization-list")
    href = reverse("products:product-list", kwargs={"organization": slug})
    return redirect(f"{href}?type={type}")


@personal
@require_safe
def product_find(request: PersonalRequest) -> HttpResponse:
    """In which of one's Organizations a product is (G9.8), and the ways to each type."""
    query, search = clean(request.GET.get("q", "")), PRODUCTS.search
    is_too_short = bool(search and 0 < len(query) < search.min_length)
    which = search.condition(query) if search and query and not is_too_short else None
    return page(
        request,
        "products/product_find.html",
        {
            "query": query,
            "hint": search.hint() if search and is_too_short else "",
            "places": products_across(request.actor, which=which, query=query if which else ""),
            "categories": [
                (category, catalog().types_of(category.slug))
                for category in catalog().categories.values()
            ],
        },
    )
