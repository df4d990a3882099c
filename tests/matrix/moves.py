"""Moves between Organizations: offered and answered by administrators alone, never by a partner;
the link opens for whoever is signed in."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.test import Client
from django.urls import reverse
from django.utils import timezone

from orgs.invitations.tokens import digest_of, new_token
from orgs.models import Membership, Organization
from products.models import Move, MoveItem, Product
from tests.conftest import join, make_organization, make_person
from tests.matrix.case import Case, Values
from tests.matrix.holders import ADMINS, site, site_of
from tests.matrix.organizations import in_alpine
from tests.matrix.products import no_product
from tests.matrix.world import MISSING, World
from tests.products.conftest import put_product

SIGNED_IN = (
    "legal", "administrator", "collaborator", "accounting", "external", "suspended",
    "partner_limited", "partner_full", "stranger",
)  # fmt: skip


def harbor() -> Organization:
    """An Organization apart, since whoever holds a link reads the name of what it leads to."""
    known = Organization.objects.filter(slug="harbor").first()
    if known is not None:
        return known
    made = make_organization("harbor", "Harbor")
    join(make_person("Hanna Harbor"), made, "legal_representative")
    return made


def add(slug: str, to: str = "", token: str = "", *, product: Product | None = None) -> Move:
    """An open offer of one product; an earlier one is ended."""
    organization = Organization.objects.get(slug=slug)
    thing = product or site_of(slug)
    Move.objects.filter(items__product=thing, withdrawn_at=None).update(withdrawn_at=timezone.now())
    MoveItem.objects.filter(product=thing).update(is_open=False)
    member = Membership.objects.filter(
        organization=organization, role="legal_representative"
    ).order_by("-pk")[0]
    move = Move.objects.create(
        organization=organization,
        receiver=Organization.objects.get(slug=to) if to else None,
        token_digest=digest_of(token or new_token()),
        offered_by=member,
        offered_by_name=str(member.user),
        expires_at=timezone.now() + timedelta(days=30),
    )
    MoveItem.objects.create(
        organization=organization, move=move, product=thing, product_name=thing.name
    )
    return move


def harbor_site() -> Product:
    known = Product.objects.filter(name="harbor site").first()
    return known or put_product(harbor(), "harbor site", type="web_hosting")


def own(world: World, part: str) -> dict[str, Any]:
    return {"organization": "alpine", "pk": add("alpine").pk}


def to_us(world: World, part: str) -> dict[str, Any]:
    thing = harbor_site()
    Product.objects.filter(pk=thing.pk).update(organization=harbor())
    return {"organization": "alpine", "pk": add("harbor", "alpine", product=thing).pk}


def of_a_neighbor(world: World, part: str) -> dict[str, Any]:
    return {"organization": "alpine", "pk": add("rival").pk}


def by_link(world: World, part: str) -> dict[str, Any]:
    token = new_token()
    add(harbor().slug, token=token, product=harbor_site())
    return {"token": token}


def open_link(world: World, part: str, client: Client) -> None:
    client.get(reverse("products_moving:move-open", kwargs=by_link(world, part)))


def offer(slug: str = "alpine") -> Values:
    def send(world: World, part: str) -> dict[str, Any]:
        return {"selected": site_of(slug).pk, "way": "link", "terms": "on"}

    return send


def say(what: str, place: str = "alpine") -> Values:
    def send(world: World, part: str) -> dict[str, Any]:
        found = Move.objects.filter(organization__slug="harbor").order_by("-pk").first()
        return {"move": found.pk if found else MISSING, "answer": what, "organization": place}

    return send


# fmt: off
#                                LR  AD  CO  CA  EX  SU  PL  PF  ST  AN
CASES = [
    *(
        Case(f"products:{name}", "", where=in_alpine,
             get="              200 200 403 403 403 403 403 403 404 in",
             post="             405 405 403 403 403 403 403 403 404 in")
        for name in ("move-list", "move-export")
    ),
    Case("products:product-move", "", where=site("alpine"), send=offer(),
         works_for=ADMINS, writes=("products.move.offered",), moved=200,
         get="                  200 200 403 403 403 403 403 403 404 in",
         post="                 200 200 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 403 404 in"),
    *(
        Case("products:product-move", about, where=where, send=offer(), works_for=(),
             get="              404 404 403 403 403 403 403 403 404 in",
             post="             404 404 403 403 403 403 403 403 404 in",
             other="            405 405 403 403 403 403 403 403 404 in")
        for about, where in (("of a neighbor", site("rival")), ("of none", no_product))
    ),
    Case("products:move-many", "", where=in_alpine, send=offer(),
         works_for=ADMINS, writes=("products.move.offered",), moved=200,
         get="                  200 200 403 403 403 403 403 403 404 in",
         post="                 200 200 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 403 404 in"),
    Case("products:move-many", "of a product of a neighbor", where=in_alpine,
         send=offer("rival"), works_for=(),
         get="                  200 200 403 403 403 403 403 403 404 in",
         post="                 404 404 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 403 404 in"),
    Case("products:move-withdraw", "", where=own,
         works_for=ADMINS, writes=("products.move.withdrawn",), moved=200,
         get="                  200 200 403 403 403 403 403 403 404 in",
         post="                 302 302 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 403 404 in"),
    Case("products:move-receive", "", where=to_us, send=say("accept"), works_for=ADMINS,
         writes=("products.product.moved_out", "products.move.accepted",
                 "products.product.moved_in", "products.move.accepted"), moved=200,
         get="                  200 200 403 403 403 403 403 403 404 in",
         post="                 302 302 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 403 404 in"),
    Case("products:move-receive", "to refuse", where=to_us, send=say("refuse"), works_for=ADMINS,
         writes=("products.move.refused", "products.move.refused"), moved=200,
         get="                  200 200 403 403 403 403 403 403 404 in",
         post="                 302 302 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 403 404 in"),
    *(
        Case(name, about, where=where, send=say("accept"), works_for=(),
             get="              404 404 403 403 403 403 403 403 404 in",
             post="             404 404 403 403 403 403 403 403 404 in",
             other="            405 405 403 403 403 403 403 403 404 in")
        for name in ("products:move-receive", "products:move-withdraw")
        for about, where in (("of a neighbor", of_a_neighbor), ("of none", no_product))
    ),
    Case("products:move-withdraw", "that comes in", where=to_us, works_for=(),
         get="                  404 404 403 403 403 403 403 403 404 in",
         post="                 404 404 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 403 404 in"),

    Case("products_moving:move-open", "with a good link", where=by_link,
         get="                  302 302 302 302 302 302 302 302 302 in",
         post="                 405 405 405 405 405 405 405 405 405 in"),
    Case("products_moving:move-open", "with a bad link",
         where=lambda world, part: {"token": "0" * 40},
         get="                  404 404 404 404 404 404 404 404 404 in",
         post="                 405 405 405 405 405 405 405 405 405 in"),
    Case("products_moving:move-answer", "without a link",
         get="                  404 404 404 404 404 404 404 404 404 in",
         post="                 404 404 404 404 404 404 404 404 404 in",
         other="                405 405 405 405 405 405 405 405 405 in"),
    Case("products_moving:move-answer", "to accept", before=open_link, send=say("accept"),
         works_for=ADMINS, moved=200,
         writes=("products.product.moved_out", "products.move.accepted",
                 "products.product.moved_in", "products.move.accepted"),
         get="                  200 200 200 200 200 200 200 200 200 in",
         post="                 302 302 422 422 422 422 422 422 422 in",
         other="                405 405 405 405 405 405 405 405 405 in"),
    Case("products_moving:move-answer", "to refuse", before=open_link, send=say("refuse"),
         works_for=SIGNED_IN, writes=("products.move.refused",),
         get="                  200 200 200 200 200 200 200 200 200 in",
         post="                 200 200 200 200 200 200 200 200 200 in",
         other="                405 405 405 405 405 405 405 405 405 in"),
]
# fmt: on
