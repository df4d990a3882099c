"""Teams: seen by inside members, made by administrators; nobody of the cast leads one."""

from __future__ import annotations

from typing import Any

from orgs.models import Team
from tests.matrix.case import Case, Values
from tests.matrix.organizations import in_alpine
from tests.matrix.world import MISSING, World


def team(which: str) -> Values:
    """The team of the cast, one of `rival` (made when it is asked for), or none."""

    def where(world: World, part: str) -> dict[str, Any]:
        if which == "neighbor":
            row, _made = Team.objects.get_or_create(
                organization=world.cast.rival, name="Web RIVALMARK"
            )
            return {"organization": "alpine", "pk": row.pk}
        if which == "missing":
            return {"organization": "alpine", "pk": MISSING}
        own = Team.objects.get(organization=world.cast.alpine)
        return {"organization": "alpine", "pk": own.pk}

    return where


def somebody_in_it(which: str) -> Values:
    def where(world: World, part: str) -> dict[str, Any]:
        numbers = {
            "colleague": world.cast.membership("collaborator").pk,
            "neighbor": world.neighbor.pk,
            "missing": MISSING,
        }
        return {**team("own")(world, part), "member": numbers[which]}

    return where


def a_name(world: World, part: str) -> dict[str, Any]:
    return {"name": "Night shift", "version": "0"}


def somebody_new(world: World, part: str) -> dict[str, Any]:
    return {"selected": world.colleague.pk, "team": team("own")(world, part)["pk"]}


def a_neighbor(world: World, part: str) -> dict[str, Any]:
    return {"selected": world.neighbor.pk, "seen": "0", "team": team("own")(world, part)["pk"]}


def cora(world: World, part: str) -> dict[str, Any]:
    return {"selected": world.cast.membership("collaborator").pk, "seen": "0"}


def addresses(world: World, part: str) -> dict[str, Any]:
    return {"addresses": "somebody@example.com"}


# fmt: off
#                                LR  AD  CO  CA  EX  SU  PL  PF  ST  AN
SEEING = [
    Case("orgs:team-list", "", where=in_alpine,
         get="                  200 200 200 200 403 403 403 200 404 in",
         post="                 405 405 405 405 403 403 403 405 404 in"),
    Case("orgs:team-export", "", where=in_alpine,
         get="                  200 200 200 200 403 403 403 200 404 in",
         post="                 405 405 405 405 403 403 403 405 404 in"),
    *(
        Case(name, "", where=team("own"),
             get="              200 200 200 200 403 403 403 200 404 in",
             post="             405 405 405 405 403 403 403 405 404 in")
        for name in ("orgs:team-view", "orgs:team-member-export")
    ),
    *(
        Case(name, f"of a {which}", where=team(which),
             get="              404 404 404 404 403 403 403 404 404 in",
             post="             405 405 405 405 403 403 403 405 404 in")
        for name in ("orgs:team-view", "orgs:team-member-export")
        for which in ("neighbor", "missing")
    ),
]
MANAGING = [
    Case("orgs:team-create", "", where=in_alpine, send=a_name,
         writes=("orgs.team.created",), moved=200,
         get="                  200 200 403 403 403 403 403 403 404 in",
         post="                 302 302 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 403 404 in"),
    Case("orgs:team-edit", "", where=team("own"), send=a_name,
         writes=("orgs.team.changed",), moved=200,
         get="                  200 200 403 403 403 403 403 403 404 in",
         post="                 302 302 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 403 404 in"),
    Case("orgs:team-delete", "", where=team("own"),
         writes=("orgs.team.left", "orgs.team.deleted"), moved=200,
         get="                  200 200 403 403 403 403 403 403 404 in",
         post="                 302 302 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 403 404 in"),
    *(
        Case(name, f"of a {which}", where=team(which), send=a_name,
             get="              404 404 403 403 403 403 403 403 404 in",
             post="             404 404 403 403 403 403 403 403 404 in",
             other="            405 405 403 403 403 403 403 403 404 in")
        for name in ("orgs:team-edit", "orgs:team-delete")
        for which in ("neighbor", "missing")
    ),
    Case("orgs:team-lead", "", where=team("own"), send=cora,
         writes=("orgs.team.led",), moved=200,
         get="                  405 405 403 403 403 403 403 403 404 in",
         post="                 302 302 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 403 404 in"),
    Case("orgs:team-lead", "a neighbor", where=team("own"), send=a_neighbor,
         get="                  405 405 403 403 403 403 403 403 404 in",
         post="                 404 404 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 403 404 in"),
    Case("orgs:team-lead", "of a neighbor", where=team("neighbor"), send=cora,
         get="                  405 405 403 403 403 403 403 403 404 in",
         post="                 404 404 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 403 404 in"),
]
STAFFING = [
    Case("orgs:team-add", "", where=team("own"), send=somebody_new,
         writes=("orgs.team.joined",), moved=200,
         get="                  200 200 403 403 403 403 403 403 404 in",
         post="                 302 302 403 403 403 403 403 403 404 in",
         other="                405 405 405 405 403 403 403 403 404 in"),
    Case("orgs:team-add", "a neighbor", where=team("own"), send=a_neighbor,
         get="                  200 200 403 403 403 403 403 403 404 in",
         post="                 422 422 403 403 403 403 403 403 404 in",
         other="                405 405 405 405 403 403 403 403 404 in"),
    *(
        Case("orgs:team-add", f"to a {which}", where=team(which), send=somebody_new,
             get="              404 404 404 404 403 403 403 403 404 in",
             post="             404 404 404 404 403 403 403 403 404 in",
             other="            405 405 405 405 403 403 403 403 404 in")
        for which in ("neighbor", "missing")
    ),
    Case("orgs:team-paste", "", where=team("own"), send=addresses,
         get="                  200 200 403 403 403 403 403 403 404 in",
         post="                 200 200 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:team-paste", "of a neighbor", where=team("neighbor"), send=addresses,
         get="                  404 404 403 403 403 403 403 404 404 in",
         post="                 404 404 403 403 403 403 403 404 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:team-take-out", "", where=team("own"), send=cora,
         writes=("orgs.team.left",), moved=200,
         get="                  405 405 405 405 403 403 403 403 404 in",
         post="                 302 302 403 403 403 403 403 403 404 in",
         other="                405 405 405 405 403 403 403 403 404 in"),
    Case("orgs:team-take-out", "of a neighbor", where=team("neighbor"), send=cora,
         get="                  405 405 405 405 403 403 403 403 404 in",
         post="                 404 404 404 404 403 403 403 403 404 in",
         other="                405 405 405 405 403 403 403 403 404 in"),
    Case("orgs:team-member-actions", "", where=somebody_in_it("colleague"),
         get="                  200 200 403 403 403 403 403 403 404 in",
         post="                 405 405 405 405 403 403 403 403 404 in"),
    *(
        Case("orgs:team-member-actions", f"on a {which}", where=somebody_in_it(which),
             get="              404 404 403 403 403 403 403 403 404 in",
             post="             405 405 405 405 403 403 403 403 404 in")
        for which in ("neighbor", "missing")
    ),
    Case("orgs:team-staff", "", where=in_alpine, send=somebody_new,
         writes=("orgs.team.joined",), works_for=("legal", "administrator"), moved=200,
         get="                  200 200 200 200 403 403 403 403 404 in",
         post="                 302 302 422 422 403 403 403 403 404 in",
         other="                405 405 405 405 403 403 403 403 404 in"),
    Case("orgs:team-staff", "a neighbor", where=in_alpine, send=a_neighbor,
         get="                  200 200 200 200 403 403 403 403 404 in",
         post="                 422 422 422 422 403 403 403 403 404 in",
         other="                405 405 405 405 403 403 403 403 404 in"),
]
# fmt: on
CASES = [*SEEING, *MANAGING, *STAFFING]
