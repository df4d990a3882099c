"""Renewing, restoring and their switches: administrators, and collaborators with the accounting
right on what they see; a partner never."""

from __future__ import annotations

from typing import Any

from django.utils import timezone

from products.models import Charge, Domain, Grant, Product
from tests.matrix.case import Case, Values
from tests.matrix.organizations import in_alpine
from tests.matrix.products import make, no_product, product
from tests.matrix.world import World
from tests.products.renewing import in_days

REPRESENTED = ("legal", "administrator")
EXPIRES = in_days(40)


def domain(slug: str = "alpine", **more: Any) -> Product:
    """A domain with a price, and an expiry that is the same each time."""
    found = make(slug, f"{slug}-renewed.ch")
    Product.objects.filter(pk=found.pk).update(expires_at=EXPIRES, **more)
    Domain.objects.get_or_create(
        product=found, defaults={"organization": found.organization, "extension": "ch"}
    )
    return found


def at(**more: Any) -> Values:
    def where(world: World, part: str) -> dict[str, Any]:
        return {"organization": "alpine", "pk": domain(**more).pk}

    return where


def seen_by_the_accountant(world: World, part: str) -> dict[str, Any]:
    found = domain()
    Grant.objects.create(
        organization=world.cast.alpine, membership=world.cast.membership("accounting"),
        scope="product", product=found, level="view", given_by="Lara",
    )  # fmt: skip
    return {"organization": "alpine", "pk": found.pk}


def owing(world: World, part: str) -> dict[str, Any]:
    """What the Renewal Warranty renewed is open."""
    found = domain()
    Charge.objects.create(
        organization=found.organization, key=f"warranty-{found.pk}-20260101", purpose="renew",
        product_name=found.name, amount="13.50", currency="CHF", created_by="Regie",
        source="https://registrar.example/", created_at=timezone.now(),
    )  # fmt: skip
    return {"organization": "alpine", "pk": found.pk}


def paying(world: World, part: str) -> dict[str, Any]:
    return {"number": Charge.objects.get(key__startswith="warranty-").pk}


def ordered(**more: str) -> Values:
    def send(world: World, part: str) -> dict[str, Any]:
        return {"key": "k" * 22, "seen": EXPIRES.isoformat(), **more}

    return send


def switched(word: str) -> Values:
    return lambda world, part: {"is_on": word}


def chosen(slug: str) -> Values:
    return lambda world, part: {"selected": domain(slug).pk, "is_on": "yes"}


RENEWING = {"send": ordered(term="1 13.50 CHF"), "writes": ("products.product.renewal_ordered",)}
WRONG: tuple[tuple[str, Values], ...] = (
    ("of a neighbor", product("rival")),
    ("of none", no_product),
)

# fmt: off
#                                LR  AD  CO  CA  EX  SU  PL  PF  ST  AN
CASES = [
    Case("products:product-renew", "", where=at(), works_for=REPRESENTED, moved=200,
         get="                  200 200 403 404 403 403 403 403 404 in",
         post="                 302 302 403 404 403 403 403 403 404 in",
         other="                405 405 403 405 403 403 403 403 404 in", **RENEWING),
    Case("products:product-renew", "that the accountant sees", where=seen_by_the_accountant,
         works_for=(*REPRESENTED, "accounting"), moved=200,
         get="                  200 200 403 200 403 403 403 403 404 in",
         post="                 302 302 403 302 403 403 403 403 404 in",
         other="                405 405 403 405 403 403 403 403 404 in", **RENEWING),
    # No price of restoring .ch is known.
    Case("products:product-restore", "", where=at(status="redemption"), works_for=(),
         send=ordered(total="1.00", currency="CHF"),
         get="                  200 200 403 404 403 403 403 403 404 in",
         post="                 422 422 403 404 403 403 403 403 404 in",
         other="                405 405 403 405 403 403 403 403 404 in"),
    Case("products:product-auto-renew", "", where=at(), works_for=REPRESENTED, moved=200,
         writes=("products.product.auto_renew_switched",), send=switched("yes"),
         get="                  200 200 403 404 403 403 403 403 404 in",
         post="                 302 302 403 404 403 403 403 403 404 in",
         other="                405 405 403 405 403 403 403 403 404 in"),
    Case("products:product-warranty", "", where=at(warranty=True), works_for=REPRESENTED,
         moved=200, writes=("products.product.warranty_switched",), send=switched("no"),
         get="                  200 200 403 404 403 403 403 403 404 in",
         post="                 302 302 403 404 403 403 403 403 404 in",
         other="                405 405 403 405 403 403 403 403 404 in"),
    Case("products:product-pay", "", where=owing, works_for=REPRESENTED, moved=200,
         writes=("products.product.warranty_paid",), send=paying,
         get="                  200 200 403 404 403 403 403 403 404 in",
         post="                 302 302 403 404 403 403 403 403 404 in",
         other="                405 405 403 405 403 403 403 403 404 in"),
    Case("products:auto-renew-many", "", where=in_alpine, works_for=REPRESENTED, moved=200,
         writes=("products.product.auto_renew_switched",), send=chosen("alpine"),
         get="                  200 200 403 200 403 403 403 403 404 in",
         post="                 302 302 403 404 403 403 403 403 404 in",
         other="                405 405 403 405 403 403 403 403 404 in"),
    Case("products:auto-renew-many", "of a neighbor", where=in_alpine, works_for=(),
         query=chosen("rival"), send=chosen("rival"),
         get="                  404 404 403 404 403 403 403 403 404 in",
         post="                 404 404 403 404 403 403 403 403 404 in",
         other="                405 405 403 405 403 403 403 403 404 in"),
    *(
        Case(f"products:product-{verb}", about, where=where, works_for=(),
             get="              404 404 403 404 403 403 403 403 404 in",
             post="             404 404 403 404 403 403 403 403 404 in",
             other="            405 405 403 405 403 403 403 403 404 in")
        for verb in ("renew", "restore", "auto-renew", "warranty", "pay")
        for about, where in WRONG
    ),
]
# fmt: on
