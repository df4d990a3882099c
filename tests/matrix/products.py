"""Products inside an Organization: who sees which."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from orgs.models import Organization
from products.models import Product
from tests.matrix.case import Case
from tests.matrix.organizations import in_alpine
from tests.matrix.world import MISSING, World
from tests.products.conftest import put_product

Where = Callable[[World, str], dict[str, Any]]


def make(slug: str, name: str) -> Product:
    """A domain of that Organization; the same one each time."""
    organization = Organization.objects.get(slug=slug)
    known = Product.objects.filter(organization=organization, name=name).first()
    return known or put_product(organization, name)


def product(slug: str = "alpine", name: str = "plain.example") -> Where:
    """A product nobody was granted anything on."""

    def where(world: World, part: str) -> dict[str, Any]:
        return {"organization": "alpine", "pk": make(slug, f"{slug}-{name}").pk}

    return where


def no_product(world: World, part: str) -> dict[str, Any]:
    return {"organization": "alpine", "pk": MISSING}


# fmt: off
#                                LR  AD  CO  CA  EX  SU  PL  PF  ST  AN
CASES = [
    Case("products:product-list", "", where=in_alpine,
         get="                  200 200 200 200 200 403 200 200 404 in",
         post="                 405 405 405 405 405 403 405 405 404 in"),
    Case("products:product-export", "", where=in_alpine,
         get="                  200 200 200 200 200 403 200 200 404 in",
         post="                 405 405 405 405 405 403 405 405 404 in"),
    *(
        Case(name, "that nobody was granted", where=product(),
             get="              200 200 404 404 404 403 404 200 404 in",
             post="             405 405 405 405 405 403 405 405 404 in")
        for name in ("products:product-view", "products:product-actions")
    ),
    *(
        Case(name, "of a neighbor", where=product("rival"),
             get="              404 404 404 404 404 403 404 404 404 in",
             post="             405 405 405 405 405 403 405 405 404 in")
        for name in ("products:product-view", "products:product-actions")
    ),
    *(
        Case(name, "that is none", where=no_product,
             get="              404 404 404 404 404 403 404 404 404 in",
             post="             405 405 405 405 405 403 405 405 404 in")
        for name in ("products:product-view", "products:product-actions")
    ),
]
# fmt: on
