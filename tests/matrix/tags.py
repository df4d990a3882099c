"""Tags: on products one may manage; made, merged and deleted by administrators."""

from __future__ import annotations

from typing import Any

from products.models import Tag
from products.tag_names import fold_name
from tests.matrix.case import Case, Values
from tests.matrix.organizations import in_alpine
from tests.matrix.products import make, no_product, product
from tests.matrix.world import MISSING, World

ADMINS = ("legal", "administrator", "partner_full")


def make_tag(world: World, which: str) -> int:
    """A tag of `alpine`, one of `rival`, or none; the same one each time."""
    if which == "missing":
        return MISSING
    organization = world.cast.rival if which == "neighbor" else world.cast.alpine
    name = f"{which} {organization.name.split()[-1]}"
    tag, _made = Tag.objects.get_or_create(
        organization=organization, sort_name=fold_name(name), defaults={"name": name}
    )
    return tag.pk


def tag(which: str) -> Values:
    def where(world: World, part: str) -> dict[str, Any]:
        return {"organization": "alpine", "pk": make_tag(world, which)}

    return where


def a_name(world: World, part: str) -> dict[str, Any]:
    return {"name": "Night shift", "hue": "moss", "version": "0"}


def into(which: str) -> Values:
    def send(world: World, part: str) -> dict[str, Any]:
        return {"into": make_tag(world, which)}

    return send


def ticked(slug: str, which: str) -> Values:
    """A product of that Organization and a tag, as the form of many sends them."""

    def send(world: World, part: str) -> dict[str, Any]:
        chosen = make(slug, f"{slug}-plain.example").pk
        return {"selected": chosen, "tag": make_tag(world, which), "name": "", "hue": "rose"}

    return send


def a_foreign_tag(world: World, part: str) -> dict[str, Any]:
    return {"tag": make_tag(world, "neighbor"), "name": "", "hue": "rose"}


# fmt: off
#                                LR  AD  CO  CA  EX  SU  PL  PF  ST  AN
ON_PRODUCTS = [
    Case("products:product-tags", "that nobody was granted", where=product(), send=a_name,
         works_for=ADMINS, writes=("products.tag.created", "products.product.tagged"),
         get="                  200 200 404 404 404 403 404 200 404 in",
         post="                 302 302 404 404 404 403 404 302 404 in",
         other="                405 405 405 405 405 403 405 405 404 in",
         moved=200),
    Case("products:product-tags", "with a tag of a neighbor", where=product(),
         send=a_foreign_tag, works_for=(),
         get="                  200 200 404 404 404 403 404 200 404 in",
         post="                 404 404 404 404 404 403 404 404 404 in",
         other="                405 405 405 405 405 403 405 405 404 in"),
    *(
        Case("products:product-tags", about, where=where, send=a_name, works_for=(),
             get="              404 404 404 404 404 403 404 404 404 in",
             post="             404 404 404 404 404 403 404 404 404 in",
             other="            405 405 405 405 405 403 405 405 404 in")
        for about, where in (("of a neighbor", product("rival")), ("of none", no_product))
    ),
    Case("products:tag-many", "", where=in_alpine, send=ticked("alpine", "own"),
         works_for=ADMINS, writes=("products.product.tagged",), moved=200,
         get="                  200 200 200 200 200 403 200 200 404 in",
         post="                 302 302 404 404 404 403 404 302 404 in",
         other="                405 405 405 405 405 403 405 405 404 in"),
    *(
        Case("products:tag-many", about, where=in_alpine, send=ticked(slug, which), works_for=(),
             get="              200 200 200 200 200 403 200 200 404 in",
             post="             404 404 404 404 404 403 404 404 404 in",
             other="            405 405 405 405 405 403 405 405 404 in")
        for about, slug, which in (
            ("with a product of a neighbor", "rival", "own"),
            ("with a tag of a neighbor", "alpine", "neighbor"),
        )
    ),
]
KEPT = [
    *(
        Case(f"products_tags:{name}", "", where=in_alpine,
             get="              200 200 403 403 403 403 403 200 404 in",
             post="             405 405 403 403 403 403 403 405 404 in")
        for name in ("tag-list", "tag-export")
    ),
    Case("products_tags:tag-create", "", where=in_alpine, send=a_name,
         works_for=ADMINS, writes=("products.tag.created",), moved=200,
         get="                  200 200 403 403 403 403 403 200 404 in",
         post="                 302 302 403 403 403 403 403 302 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    Case("products_tags:tag-actions", "", where=tag("own"),
         get="                  200 200 403 403 403 403 403 200 404 in",
         post="                 405 405 403 403 403 403 403 405 404 in"),
    *(
        Case(f"products_tags:tag-{verb}", "", where=tag("own"), send=send,
             works_for=ADMINS, writes=(event,), moved=200,
             get="              200 200 403 403 403 403 403 200 404 in",
             post="             302 302 403 403 403 403 403 302 404 in",
             other="            405 405 403 403 403 403 403 405 404 in")
        for verb, send, event in (
            ("edit", a_name, "products.tag.changed"),
            ("merge", into("second"), "products.tag.merged"),
            ("delete", a_name, "products.tag.deleted"),
        )
    ),
    Case("products_tags:tag-merge", "into one of a neighbor", where=tag("own"),
         send=into("neighbor"), works_for=(),
         get="                  200 200 403 403 403 403 403 200 404 in",
         post="                 404 404 403 403 403 403 403 404 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    *(
        Case(f"products_tags:tag-{verb}", f"of a {which}", where=tag(which), send=into("own"),
             works_for=(),
             get="              404 404 403 403 403 403 403 404 404 in",
             post="             404 404 403 403 403 403 403 404 404 in",
             other="            405 405 403 403 403 403 403 405 404 in")
        for verb in ("edit", "merge", "delete") for which in ("neighbor", "missing")
    ),
    *(
        Case("products_tags:tag-actions", f"of a {which}", where=tag(which),
             get="              404 404 403 403 403 403 403 404 404 in",
             post="             405 405 403 403 403 403 403 405 404 in")
        for which in ("neighbor", "missing")
    ),
]
# fmt: on
CASES = [*ON_PRODUCTS, *KEPT]
