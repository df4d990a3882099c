"""Products by a part of their name or of an identifier, as far as the person may see them."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import Case, Value, When

from console.finding.found import MOST_FOUND, Found
from console.shell.http import url_for
from console.shell.request import Request
from orgs.policy import decide
from products.catalog.types import catalog
from products.product_list import PRODUCTS
from products.reach import seen_products


def find_products(request: Request, words: Sequence[str]) -> list[Found]:
    """The first twenty, each with its type and state; those whose name begins with the first
    word come first. Too little to look for finds nothing."""
    search, text = PRODUCTS.search, " ".join(words)
    if search is None or len(text) < search.min_length:
        return []
    if not decide(request.actor, "products.product.list"):
        return []
    begins = Case(When(sort_name__startswith=words[0], then=Value(0)), default=Value(1))
    rows = seen_products(request).filter(search.condition(text))
    found = rows.order_by(begins, "sort_name", "id").values_list("pk", "name", "type", "status")
    types, states = catalog().types, catalog().statuses
    return [
        Found(
            name,
            url_for(request, "products:product-view", pk=pk),
            hint=f"{types[kind].label} · {states[status].label}",
            icon=types[kind].icon,
        )
        for pk, name, kind, status in found[:MOST_FOUND]
    ]
