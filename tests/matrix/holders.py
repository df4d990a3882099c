"""Contact cards, holders, locks and codes: administrators alone, never a partner."""

from __future__ import annotations

from typing import Any

from console.shell.actor import Actor
from orgs.models import Organization
from products.holder_change import lines_of, mark_of_change
from products.models import Contact, Product
from products.release import code_ticket
from tests.matrix.case import Case, Values
from tests.matrix.organizations import in_alpine
from tests.matrix.products import no_product, product
from tests.matrix.world import MISSING, World
from tests.products.conftest import put_product
from tests.products.holding import CARD, make_card, make_domain

ADMINS = ("legal", "administrator")


def card_of(slug: str) -> Contact:
    """A card of that Organization that holds nothing; the same one each time."""
    organization = Organization.objects.get(slug=slug)
    marker = organization.name.split()[-1]
    company = f"Unused {marker}"
    known = Contact.objects.filter(organization=organization, company=company).first()
    return known or make_card(organization, company=company, full_name=f"Una {marker}")


def card(which: str) -> Values:
    def where(world: World, part: str) -> dict[str, Any]:
        pk = MISSING if which == "missing" else card_of(which).pk
        return {"organization": "alpine", "pk": pk}

    return where


def a_card(world: World, part: str) -> dict[str, Any]:
    return {**CARD, "full_name": "Gina ALPINEMARK", "version": "0"}


def site_of(slug: str) -> Product:
    """What no registry keeps, so that its holder changes at once."""
    organization = Organization.objects.get(slug=slug)
    known = Product.objects.filter(organization=organization, name=f"{slug} site").first()
    return known or put_product(organization, f"{slug} site", type="web_hosting")


def site(slug: str) -> Values:
    def where(world: World, part: str) -> dict[str, Any]:
        return {"organization": "alpine", "pk": site_of(slug).pk}

    return where


def change(product_of: str = "alpine", to: str = "alpine") -> Values:
    """The confirmation, as the page sends it."""

    def send(world: World, part: str) -> dict[str, Any]:
        chosen, contact = site_of(product_of), card_of(to)
        seen = mark_of_change(lines_of([chosen], contact, "CHF"), contact)
        return {"selected": chosen.pk, "contact": contact.pk, "key": "k", "seen": seen}

    return send


def domain(slug: str) -> Values:
    """A domain that its registry knows."""

    def where(world: World, part: str) -> dict[str, Any]:
        organization = Organization.objects.get(slug=slug)
        name = f"{slug}-kept.example"
        known = Product.objects.filter(organization=organization, name=name).first()
        return {
            "organization": "alpine",
            "pk": (known or make_domain(organization, name)).pk,
        }

    return where


def opened(world: World, part: str) -> dict[str, Any]:
    return {"key": "k", "is_locked": "no"}


def ticket(world: World, part: str) -> dict[str, Any]:
    """Made for whoever sends it."""
    person = world.cast.people.get(part)
    pk = domain("alpine")(world, part)["pk"]
    actor = Actor(user_id=person.pk if person else 0, name="")
    return {"ticket": code_ticket(actor, Product.objects.get(pk=pk))}


# fmt: off
#                                LR  AD  CO  CA  EX  SU  PL  PF  ST  AN
CARDS = [
    *(
        Case(f"products_contacts:{name}", "", where=in_alpine,
             get="              200 200 403 403 403 403 403 403 404 in",
             post="             405 405 403 403 403 403 403 403 404 in")
        for name in ("contact-list", "contact-export", "identity-check")
    ),
    Case("products_contacts:contact-create", "", where=in_alpine, send=a_card,
         works_for=ADMINS, writes=("products.contact.created",), moved=200,
         get="                  200 200 403 403 403 403 403 403 404 in",
         post="                 302 302 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 403 404 in"),
    Case("products_contacts:contact-actions", "", where=card("alpine"),
         get="                  200 200 403 403 403 403 403 403 404 in",
         post="                 405 405 403 403 403 403 403 403 404 in"),
    *(
        Case(f"products_contacts:contact-{verb}", "", where=card("alpine"), send=a_card,
             works_for=ADMINS, writes=(f"products.contact.{event}",), moved=200,
             get="              200 200 403 403 403 403 403 403 404 in",
             post="             302 302 403 403 403 403 403 403 404 in",
             other="            405 405 403 403 403 403 403 403 404 in")
        for verb, event in (("edit", "changed"), ("delete", "deleted"))
    ),
    *(
        Case(f"products_contacts:contact-{verb}", f"of {which}", where=card(which), send=a_card,
             works_for=(),
             get="              404 404 403 403 403 403 403 403 404 in",
             post="             404 404 403 403 403 403 403 403 404 in",
             other="            405 405 403 403 403 403 403 403 404 in")
        for verb in ("edit", "delete") for which in ("rival", "missing")
    ),
    *(
        Case("products_contacts:contact-actions", f"of {which}", where=card(which),
             get="              404 404 403 403 403 403 403 403 404 in",
             post="             405 405 403 403 403 403 403 403 404 in")
        for which in ("rival", "missing")
    ),
]
HOLDERS = [
    Case("products:holder-many", "", where=in_alpine, send=change(), query=change(),
         works_for=ADMINS, writes=("products.holder.changed",), moved=200,
         get="                  200 200 403 403 403 403 403 403 404 in",
         post="                 302 302 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 403 404 in"),
    *(
        Case("products:holder-many", about, where=in_alpine, send=sent, query=sent, works_for=(),
             get="              404 404 403 403 403 403 403 403 404 in",
             post="             404 404 403 403 403 403 403 403 404 in",
             other="            405 405 403 403 403 403 403 403 404 in")
        for about, sent in (
            ("of a product of a neighbor", change(product_of="rival")),
            ("to a card of a neighbor", change(to="rival")),
        )
    ),
    Case("products:product-holder", "", where=site("alpine"), send=change(),
         works_for=ADMINS, writes=("products.holder.changed",), moved=200,
         get="                  200 200 403 403 403 403 403 403 404 in",
         post="                 302 302 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 403 404 in"),
    *(
        Case("products:product-holder", about, where=where, send=change(), works_for=(),
             get="              404 404 403 403 403 403 403 403 404 in",
             post="             404 404 403 403 403 403 403 403 404 in",
             other="            405 405 403 403 403 403 403 403 404 in")
        for about, where in (("of a neighbor", site("rival")), ("of none", no_product))
    ),
    Case("products:holder-send", "", where=domain("alpine"), send=opened,
         works_for=ADMINS, writes=("products.holder.sent",), moved=200,
         get="                  200 200 403 403 403 403 403 403 404 in",
         post="                 302 302 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 403 404 in"),
    Case("products:product-lock", "", where=domain("alpine"), send=opened,
         works_for=ADMINS, writes=("products.lock.ordered",), moved=200,
         get="                  200 200 403 403 403 403 403 403 404 in",
         post="                 302 302 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 403 404 in"),
    Case("products:product-code", "", where=domain("alpine"), send=ticket,
         works_for=ADMINS, writes=("products.code.asked",), moved=200,
         get="                  200 200 403 403 403 403 403 403 404 in",
         post="                 200 200 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 403 404 in"),
    *(
        Case(f"products:{name}", about, where=where, send=opened, works_for=(),
             get="              404 404 403 403 403 403 403 403 404 in",
             post="             404 404 403 403 403 403 403 403 404 in",
             other="            405 405 403 403 403 403 403 403 404 in")
        for name in ("holder-send", "product-lock", "product-code")
        for about, where in (("of a neighbor", domain("rival")), ("of none", no_product))
    ),
    Case("products:product-ownership", "that nobody was granted", where=product(),
         get="                  200 200 404 404 404 403 404 200 404 in",
         post="                 405 405 405 405 405 403 405 405 404 in"),
    *(
        Case("products:product-ownership", about, where=where,
             get="              404 404 404 404 404 403 404 404 404 in",
             post="             405 405 405 405 405 403 405 405 404 in")
        for about, where in (("of a neighbor", product("rival")), ("of none", no_product))
    ),
]
# fmt: on
CASES = [*CARDS, *HOLDERS]
