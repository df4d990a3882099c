"""Importing products, and taking off the list what is kept elsewhere: administrators alone."""

from __future__ import annotations

from typing import Any

from console.shell.forms import mark_of
from orgs.models import Organization
from products.importing.lines import Wanted
from products.models import Contact, Product
from tests.matrix.case import Case, Values
from tests.matrix.organizations import in_alpine
from tests.matrix.products import make, no_product, product
from tests.matrix.world import World
from tests.products.conftest import make_contact

ONLY_ADMINS = ("legal", "administrator")


def elsewhere(slug: str = "alpine") -> Values:
    """A product that another provider runs."""

    def where(world: World, part: str) -> dict[str, Any]:
        found = make(slug, f"{slug}-elsewhere.example")
        Product.objects.filter(pk=found.pk).update(status="elsewhere")
        return {"organization": "alpine", "pk": found.pk}

    return where


def listed(world: World, part: str) -> dict[str, Any]:
    """One line that can be imported, and a card that holds it."""
    alpine = Organization.objects.get(slug="alpine")
    card = Contact.objects.filter(organization=alpine).first() or make_contact(alpine)
    wanted = Wanted("imported.example", "domain", None, card, (), renews=False)
    return {
        "text": wanted.name, "type": wanted.type, "holder": card.pk, "seen": mark_of([wanted]),
        "to": "import",
    }  # fmt: skip


# fmt: off
#                                LR  AD  CO  CA  EX  SU  PL  PF  ST  AN
CASES = [
    Case("products:product-import", "", where=in_alpine, send=listed,
         works_for=ONLY_ADMINS, moved=200, writes=("products.product.imported",),
         get="                  200 200 403 403 403 403 403 403 404 in",
         post="                 302 302 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 403 404 in"),
    Case("products:import-template", "", where=in_alpine,
         get="                  200 200 403 403 403 403 403 403 404 in",
         post="                 405 405 403 403 403 403 403 403 404 in"),
    Case("products:product-forget", "", where=elsewhere(),
         works_for=ONLY_ADMINS, moved=200, writes=("products.product.forgotten",),
         get="                  200 200 403 403 403 403 403 403 404 in",
         post="                 302 302 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 403 404 in"),
    *(
        Case("products:product-forget", about, where=where, works_for=(),
             get="              404 404 403 403 403 403 403 403 404 in",
             post="             404 404 403 403 403 403 403 403 404 in",
             other="            405 405 403 403 403 403 403 403 404 in")
        for about, where in (
            ("of a neighbor", elsewhere("rival")),
            ("that is kept here", product()),
            ("that is none", no_product),
        )
    ),
]
# fmt: on
