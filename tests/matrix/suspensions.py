"""Keeping people out of `alpine`, letting them in, and the pages that prove it."""

from __future__ import annotations

from typing import Any

from orgs.models import Membership, Organization, Suspension
from tests.matrix.case import Case, Values
from tests.matrix.organizations import in_alpine, person
from tests.matrix.world import MISSING, World


def suspended(world: World, part: str) -> dict[str, Any]:
    """Somebody who is suspended; the suspension is older than its records."""
    return {"organization": "alpine", "pk": world.cast.membership("suspended").pk}


def suspended_legal(world: World, part: str) -> dict[str, Any]:
    """A legal representative who is suspended."""
    member = world.cast.membership("legal2")
    Membership.objects.filter(pk=member.pk).update(suspended_at="2026-01-01T00:00:00Z")
    return {"organization": "alpine", "pk": member.pk}


def suspension(slug: str) -> Values:
    """One in that Organization, of somebody who is gone since."""

    def where(world: World, part: str) -> dict[str, Any]:
        row, _made = Suspension.objects.get_or_create(
            organization=Organization.objects.get(slug=slug),
            person_id=MISSING,
            defaults={"person_name": "Gone", "began_by": "Somebody"},
        )
        return {"organization": "alpine", "pk": row.pk}

    return where


def no_suspension(world: World, part: str) -> dict[str, Any]:
    return {"organization": "alpine", "pk": MISSING}


def two(world: World, part: str) -> dict[str, Any]:
    """Two people whom everybody may suspend who may suspend anybody."""
    return {"selected": [world.colleague.pk, world.cast.membership("accounting").pk]}


def one_of_them_next_door(world: World, part: str) -> dict[str, Any]:
    return {"selected": [world.colleague.pk, world.neighbor.pk]}


SUSPENDED = ("orgs.member.suspended", "orgs.member.suspension_checked")
LIFTED = ("orgs.member.lifted",)
CHECKED = ("orgs.member.suspension_checked",)
SENT = ("orgs.member.procedure_sent",)

# fmt: off
#                                LR  AD  CO  CA  EX  SU  PL  PF  ST  AN
SUSPEND = [
    Case("orgs:member-suspend", "of a colleague", where=person("colleague"),
         writes=SUSPENDED, moved=200,
         get="                  200 200 403 403 403 403 403 200 404 in",
         post="                 302 302 403 403 403 403 403 302 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:member-suspend", "of a legal representative", where=person("legal2"),
         writes=SUSPENDED, moved=200,
         get="                  200 403 403 403 403 403 403 403 404 in",
         post="                 302 403 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:member-suspend", "of oneself", where=person("self"),
         get="                  403 403 403 403 403 403 403 404 404 in",
         post="                 403 403 403 403 403 403 403 404 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:member-suspend", "of a neighbor", where=person("neighbor"),
         get="                  404 404 403 403 403 403 403 404 404 in",
         post="                 404 404 403 403 403 403 403 404 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:member-suspend", "of nobody", where=person("missing"),
         get="                  404 404 403 403 403 403 403 404 404 in",
         post="                 404 404 403 403 403 403 403 404 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:member-suspend-many", "two", where=in_alpine, query=two, send=two,
         writes=SUSPENDED * 2, moved=200,
         get="                  200 200 403 403 403 403 403 200 404 in",
         post="                 302 302 403 403 403 403 403 302 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:member-suspend-many", "one of them next door", where=in_alpine,
         query=one_of_them_next_door, send=one_of_them_next_door,
         get="                  404 404 403 403 403 403 403 404 404 in",
         post="                 404 404 403 403 403 403 403 404 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
]
LIFT = [
    Case("orgs:member-lift", "of somebody suspended", where=suspended,
         writes=LIFTED, moved=200,
         get="                  200 200 403 403 403 403 403 200 404 in",
         post="                 302 302 403 403 403 403 403 302 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:member-lift", "of a legal representative", where=suspended_legal,
         writes=LIFTED, moved=200,
         get="                  200 403 403 403 403 403 403 403 404 in",
         post="                 302 403 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:member-lift", "of a neighbor", where=person("neighbor"),
         get="                  404 404 403 403 403 403 403 404 404 in",
         post="                 404 404 403 403 403 403 403 404 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
]
PROVE = [
    Case("orgs:member-suspension", "of somebody suspended", where=suspended,
         get="                  200 200 403 403 403 403 403 200 404 in",
         post="                 405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:member-suspension", "of somebody who never was", where=person("colleague"),
         get="                  404 404 403 403 403 403 403 404 404 in",
         post="                 405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:member-suspension", "of a neighbor", where=person("neighbor"),
         get="                  404 404 403 403 403 403 403 404 404 in",
         post="                 405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:member-test", "of somebody suspended", where=suspended,
         writes=CHECKED, moved=200,
         get="                  405 405 403 403 403 403 403 405 404 in",
         post="                 302 302 403 403 403 403 403 302 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:member-test", "of a legal representative", where=suspended_legal,
         writes=CHECKED, moved=200,
         get="                  405 405 403 403 403 403 403 405 404 in",
         post="                 302 403 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:member-test", "of a neighbor", where=person("neighbor"),
         get="                  405 405 403 403 403 403 403 405 404 in",
         post="                 404 404 403 403 403 403 403 404 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:member-procedure", "to a colleague", where=person("colleague"),
         writes=SENT, moved=200,
         get="                  200 200 403 403 403 403 403 200 404 in",
         post="                 302 302 403 403 403 403 403 302 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:member-procedure", "to a neighbor", where=person("neighbor"),
         get="                  404 404 403 403 403 403 403 404 404 in",
         post="                 404 404 403 403 403 403 403 404 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
]
LISTS = [
    Case("orgs:suspension-list", "", where=in_alpine,
         get="                  200 200 403 403 403 403 403 200 404 in",
         post="                 405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:suspension-export", "", where=in_alpine,
         get="                  200 200 403 403 403 403 403 200 404 in",
         post="                 405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:suspension-view", "of somebody gone", where=suspension("alpine"),
         get="                  200 200 403 403 403 403 403 200 404 in",
         post="                 405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:suspension-view", "of a neighbor's", where=suspension("rival"),
         get="                  404 404 403 403 403 403 403 404 404 in",
         post="                 405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:suspension-view", "of none", where=no_suspension,
         get="                  404 404 403 403 403 403 403 404 404 in",
         post="                 405 405 403 403 403 403 403 405 404 in"),
]
# fmt: on
CASES = [*SUSPEND, *LIFT, *PROVE, *LISTS]
