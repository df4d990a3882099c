"""Transfers in: ordered by administrators and collaborators with the accounting right; a failed one
is started again by whoever may order and sees the domain."""

from __future__ import annotations

from typing import Any

from products.models import Domain, IncomingTransfer, Product
from products.transfer_link import link_word
from tests.matrix.case import Case, Values
from tests.matrix.organizations import in_alpine
from tests.matrix.products import make, no_product, product
from tests.matrix.world import World

REPRESENTED = ("legal", "administrator")


def failed(slug: str = "alpine") -> Product:
    found = make(slug, f"{slug}-moving.ch")
    Product.objects.filter(pk=found.pk).update(status="transfer_failed")
    Domain.objects.get_or_create(
        product=found, defaults={"organization": found.organization, "extension": "ch"}
    )
    IncomingTransfer.objects.get_or_create(
        product=found,
        defaults={
            "organization": found.organization, "state": "failed", "failure_code": 2202,
            "asked_by_name": "Lara", "attempts": 1,
        },
    )  # fmt: skip
    return found


def at(slug: str = "alpine") -> Values:
    def where(world: World, part: str) -> dict[str, Any]:
        return {"organization": "alpine", "pk": failed(slug).pk}

    return where


def by_link(slug: str = "alpine") -> Values:
    def where(world: World, part: str) -> dict[str, Any]:
        return {"organization": "alpine", "word": link_word(failed(slug).pk, 1)}

    return where


def again(world: World, part: str) -> dict[str, Any]:
    return {"number": 1, "authorization_code": "Right-Code-1"}


RESTARTED = {"send": again, "writes": ("products.transfer.restarted",), "moved": 200}
WRONG: tuple[tuple[str, Values], ...] = (
    ("of a neighbor", at("rival")),
    ("that never moved", product()),
    ("of none", no_product),
)

# fmt: off
#                                LR  AD  CO  CA  EX  SU  PL  PF  ST  AN
CASES = [
    *(
        Case(f"products:{name}", "", where=in_alpine, works_for=(),
             get="              200 200 200 200 200 403 200 200 404 in",
             post="             405 405 405 405 405 403 405 405 404 in",
             other="            405 405 405 405 405 403 405 405 404 in")
        for name in ("transfer-list", "transfer-export")
    ),
    Case("products:transfer-start", "", where=in_alpine, works_for=(),
         send=lambda world, part: {"text": "x"},
         get="                  200 200 403 200 403 403 403 403 404 in",
         post="                 422 422 403 422 403 403 403 403 404 in",
         other="                405 405 403 405 403 403 403 403 404 in"),
    Case("products:transfer-restart", "", where=at(), works_for=REPRESENTED, **RESTARTED,
         get="                  200 200 403 404 403 403 403 403 404 in",
         post="                 302 302 403 404 403 403 403 403 404 in",
         other="                405 405 403 405 403 403 403 403 404 in"),
    Case("products:transfer-link", "", where=by_link(), works_for=REPRESENTED, **RESTARTED,
         get="                  200 200 403 404 403 403 403 403 404 in",
         post="                 302 302 403 404 403 403 403 403 404 in",
         other="                405 405 403 405 403 403 403 403 404 in"),
    Case("products:transfer-link", "of a neighbor", where=by_link("rival"), works_for=(),
         send=again,
         get="                  404 404 403 404 403 403 403 403 404 in",
         post="                 404 404 403 404 403 403 403 403 404 in",
         other="                405 405 403 405 403 403 403 403 404 in"),
    Case("products:transfer-give-up", "", where=at(), works_for=REPRESENTED, moved=200,
         send=lambda world, part: {"number": 1}, writes=("products.transfer.given_up",),
         get="                  200 200 403 404 403 403 403 403 404 in",
         post="                 302 302 403 404 403 403 403 403 404 in",
         other="                405 405 403 405 403 403 403 403 404 in"),
    *(
        Case(f"products:transfer-{verb}", about, where=where, works_for=(), send=again,
             get="              404 404 403 404 403 403 403 403 404 in",
             post="             404 404 403 404 403 403 403 403 404 in",
             other="            405 405 403 405 403 403 403 403 404 in")
        for verb in ("restart", "give-up")
        for about, where in WRONG
    ),
]
# fmt: on
