"""Blocking the management of a product: administrators and full partners."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from products.models import Product
from tests.matrix.case import Case, Values
from tests.matrix.organizations import in_alpine
from tests.matrix.products import make, no_product, product
from tests.matrix.tags import ADMINS
from tests.matrix.world import World


def blocked(world: World, part: str) -> dict[str, Any]:
    """A product whose management is blocked."""
    found = make("alpine", "alpine-blocked.example")
    Product.objects.filter(pk=found.pk).update(blocked_at=timezone.now(), blocked_by="Lara")
    return {"organization": "alpine", "pk": found.pk}


def ticked(slug: str) -> Values:
    """One product, on the list."""
    return lambda world, part: {"selected": make(slug, f"{slug}-ticked.example").pk}


def ticked_blocked(world: World, part: str) -> dict[str, Any]:
    """The same, of one that is blocked."""
    return {"selected": blocked(world, part)["pk"]}


WRONG: tuple[tuple[str, Values], ...] = (
    ("of a neighbor", product("rival")),
    ("of none", no_product),
)

# fmt: off
#                                LR  AD  CO  CA  EX  SU  PL  PF  ST  AN
CASES = [
    *(
        Case(f"products:product-{verb}", "", where=where, works_for=ADMINS, moved=200,
             writes=(event,),
             get="              200 200 403 403 403 403 403 200 404 in",
             post="             302 302 403 403 403 403 403 302 404 in",
             other="            405 405 403 403 403 403 403 405 404 in")
        for verb, where, event in (
            ("block", product(), "products.product.blocked"),
            ("unblock", blocked, "products.product.unblocked"),
        )
    ),
    *(
        Case(f"products:product-{verb}", about, where=where, works_for=(),
             get="              404 404 403 403 403 403 403 404 404 in",
             post="             404 404 403 403 403 403 403 404 404 in",
             other="            405 405 403 403 403 403 403 405 404 in")
        for verb in ("block", "unblock") for about, where in WRONG
    ),
    *(
        Case(f"products:{verb}-many", "", where=in_alpine, works_for=ADMINS, moved=200,
             writes=(event,), send=send,
             get="              200 200 403 403 403 403 403 200 404 in",
             post="             302 302 403 403 403 403 403 302 404 in",
             other="            405 405 403 403 403 403 403 405 404 in")
        for verb, send, event in (
            ("block", ticked("alpine"), "products.product.blocked"),
            ("unblock", ticked_blocked, "products.product.unblocked"),
        )
    ),
    *(
        Case(f"products:{verb}-many", "of a neighbor", where=in_alpine, works_for=(),
             query=ticked("rival"), send=ticked("rival"),
             get="              404 404 403 403 403 403 403 404 404 in",
             post="             404 404 403 403 403 403 403 404 404 in",
             other="            405 405 403 403 403 403 403 405 404 in")
        for verb in ("block", "unblock")
    ),
]
# fmt: on
