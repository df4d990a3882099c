"""Access to products: given by administrators and full partners, to partners by legal
representatives alone."""

from __future__ import annotations

from typing import Any

from orgs.models import PartnerContract, Team
from products.models import Grant
from tests.matrix.case import Case, Values
from tests.matrix.organizations import in_alpine
from tests.matrix.products import make, product
from tests.matrix.world import MISSING, World
from tests.products.granting import seen_now


def holder(kind: str, which: str = "own") -> Values:
    """A person, a team or a contract: of `alpine`, of a neighbor, or none."""

    def where(world: World, part: str) -> dict[str, Any]:
        if which == "missing":
            return {"organization": "alpine", "pk": MISSING}
        if kind == "member":
            row = world.colleague if which == "own" else world.neighbor
            return {"organization": "alpine", "pk": row.pk}
        organization = world.cast.alpine if which == "own" else world.cast.rival
        if kind == "team":
            team, _made = Team.objects.get_or_create(
                organization=organization, name=f"Web {organization.name.split()[-1]}"
            )
            return {"organization": "alpine", "pk": team.pk}
        contract, _made = PartnerContract.objects.get_or_create(
            organization=organization, partner=world.cast.agency, defaults={"access": "limited"}
        )
        return {"organization": "alpine", "pk": contract.pk}

    return where


def grant(world: World, which: str) -> int:
    """One of the colleague, one of a neighbor (made when it is asked for), or none."""
    if which == "missing":
        return MISSING
    member = world.colleague if which == "own" else world.neighbor
    row, _made = Grant.objects.get_or_create(
        organization=member.organization,
        membership=member,
        scope="everything",
        defaults={"given_by": "Lara"},
    )
    return row.pk


def one_grant(which: str) -> Values:
    return lambda world, part: {"organization": "alpine", "pk": grant(world, which)}


def ticks(which: str) -> Values:
    return lambda world, part: {"selected": grant(world, which)}


def terms(world: World, part: str) -> dict[str, Any]:
    return {
        "scope": "product",
        "product": make("alpine", "alpine-plain.example").pk,
        "level": "manage",
        "seen": seen_now(),
        "holder": f"membership-{world.colleague.pk}",
    }


# fmt: off
#                                LR  AD  CO  CA  EX  SU  PL  PF  ST  AN
CASES = [
    *(
        Case(f"products:{kind}-grants", "", where=holder(kind), send=terms,
             writes=("products.grant.given",), moved=200,
             get="              200 200 403 403 403 403 403 200 404 in",
             post="             302 302 403 403 403 403 403 302 404 in",
             other="            405 405 403 403 403 403 403 405 404 in")
        for kind in ("member", "team")
    ),
    Case("products:partner-grants", "", where=holder("partner"), send=terms,
         writes=("products.grant.given",), moved=200,
         get="                  200 403 403 403 403 403 403 403 404 in",
         post="                 302 403 403 403 403 403 403 403 404 in",
         other="                405 403 403 403 403 403 403 403 404 in"),
    *(
        Case(f"products:{kind}-grants", f"of {which}", where=holder(kind, which), send=terms,
             get="              404 404 403 403 403 403 403 404 404 in",
             post="             404 404 403 403 403 403 403 404 404 in",
             other="            405 405 403 403 403 403 403 405 404 in")
        for kind in ("member", "team") for which in ("neighbor", "missing")
    ),
    *(
        Case("products:partner-grants", f"of {which}", where=holder("partner", which), send=terms,
             get="              404 403 403 403 403 403 403 403 404 in",
             post="             404 403 403 403 403 403 403 403 404 in",
             other="            405 403 403 403 403 403 403 403 404 in")
        for which in ("neighbor", "missing")
    ),
    Case("products:product-grant", "", where=product(), send=terms,
         writes=("products.grant.given",), moved=200,
         get="                  200 200 403 403 403 403 403 200 404 in",
         post="                 302 302 403 403 403 403 403 302 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    Case("products:product-grant", "of a neighbor", where=product("rival"), send=terms,
         get="                  404 404 403 403 403 403 403 404 404 in",
         post="                 404 404 403 403 403 403 403 404 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    Case("products:grant-change", "", where=one_grant("own"), send=terms,
         writes=("products.grant.changed",), moved=200,
         get="                  200 200 403 403 403 403 403 200 404 in",
         post="                 302 302 403 403 403 403 403 302 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    *(
        Case("products:grant-change", f"of {which}", where=one_grant(which), send=terms,
             get="              404 404 403 403 403 403 403 404 404 in",
             post="             404 404 403 403 403 403 403 404 404 in",
             other="            405 405 403 403 403 403 403 405 404 in")
        for which in ("neighbor", "missing")
    ),
    Case("products:grant-withdraw", "", where=in_alpine, query=ticks("own"), send=ticks("own"),
         writes=("products.grant.withdrawn",), moved=200,
         get="                  200 200 403 403 403 403 403 200 404 in",
         post="                 302 302 403 403 403 403 403 302 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    *(
        Case("products:grant-withdraw", f"of {which}", where=in_alpine,
             query=ticks(which), send=ticks(which),
             get="              404 404 403 403 403 403 403 404 404 in",
             post="             404 404 403 403 403 403 403 404 404 in",
             other="            405 405 403 403 403 403 403 405 404 in")
        for which in ("neighbor", "missing")
    ),
]
# fmt: on
