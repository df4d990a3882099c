"""Inside an Organization: `/o/alpine/…`, for people of it, its partners, and everybody else.

The order of the gates: who is not signed in is led there, who does not belong gets 404, who is
suspended or lacks the right 403, a wrong method 405, a row that is not theirs 404.
"""

from __future__ import annotations

from typing import Any

from tests.matrix.case import Case, Values
from tests.matrix.world import MISSING, World


def in_alpine(world: World, part: str) -> dict[str, Any]:
    return {"organization": "alpine"}


def nowhere(world: World, part: str) -> dict[str, Any]:
    return {"organization": "nowhere"}


def person(which: str) -> Values:
    """The page of one membership: a colleague, oneself, a neighbor of `rival`, or nobody."""

    def where(world: World, part: str) -> dict[str, Any]:
        numbers = {
            "colleague": world.colleague.pk,
            "legal2": world.cast.membership("legal2").pk,
            "neighbor": world.neighbor.pk,
            "missing": MISSING,
            "self": world.own(part),
        }
        return {"organization": "alpine", "pk": numbers[which]}

    return where


def asked(which: str, action: str = "orgs.member.change_role") -> Values:
    def query(world: World, part: str) -> dict[str, Any]:
        return {"person": person(which)(world, part)["pk"], "action": action}

    return query


def to_accounting(world: World, part: str) -> dict[str, Any]:
    return {"role": "collaborator", "has_accounting": "on", "version": "0"}


def to_administrator(world: World, part: str) -> dict[str, Any]:
    return {"role": "administrator", "version": "0"}


ROLE_CHANGED = ("orgs.member.role_changed",)

# fmt: off
#                                LR  AD  CO  CA  EX  SU  PL  PF  ST  AN
HOME = [
    Case("home", "", where=in_alpine,
         get="                  200 200 200 200 200 403 200 200 404 in",
         post="                 405 405 405 405 405 403 405 405 404 in"),
    Case("search", "", where=in_alpine, query=lambda world, part: {"q": "Inside"},
         get="                  200 200 200 200 200 403 200 200 404 in",
         post="                 405 405 405 405 405 403 405 405 404 in"),
]
PEOPLE = [
    Case("orgs:member-list", "", where=in_alpine,
         get="                  200 200 200 200 403 403 403 200 404 in",
         post="                 405 405 405 405 403 403 403 405 404 in"),
    Case("orgs:member-export", "", where=in_alpine,
         get="                  200 200 200 200 403 403 403 200 404 in",
         post="                 405 405 405 405 403 403 403 405 404 in"),
    Case("orgs:member-export", "ticks of a neighbor", where=in_alpine,
         query=lambda world, part: {"selected": world.neighbor.pk},
         get="                  200 200 200 200 403 403 403 200 404 in",
         post="                 405 405 405 405 403 403 403 405 404 in"),
    Case("orgs:member-view", "of a colleague", where=person("colleague"),
         get="                  200 200 200 200 404 403 403 200 404 in",
         post="                 405 405 405 405 405 403 403 405 404 in"),
    Case("orgs:member-view", "of oneself", where=person("self"),
         get="                  200 200 200 200 200 403 403 404 404 in",
         post="                 405 405 405 405 405 403 403 405 404 in"),
    Case("orgs:member-view", "of a neighbor", where=person("neighbor"),
         get="                  404 404 404 404 404 403 403 404 404 in",
         post="                 405 405 405 405 405 403 403 405 404 in"),
    Case("orgs:member-view", "of nobody", where=person("missing"),
         get="                  404 404 404 404 404 403 403 404 404 in",
         post="                 405 405 405 405 405 403 403 405 404 in"),
    Case("orgs:member-actions", "on a colleague", where=person("colleague"),
         get="                  200 200 200 200 404 403 403 200 404 in",
         post="                 405 405 405 405 405 403 403 405 404 in"),
    Case("orgs:member-actions", "on oneself", where=person("self"),
         get="                  200 200 200 200 200 403 403 404 404 in",
         post="                 405 405 405 405 405 403 403 405 404 in"),
    Case("orgs:member-actions", "on a neighbor", where=person("neighbor"),
         get="                  404 404 404 404 404 403 403 404 404 in",
         post="                 405 405 405 405 405 403 403 405 404 in"),
]
ROLES = [
    Case("orgs:member-change-role", "of a colleague", where=person("colleague"),
         send=to_accounting, writes=ROLE_CHANGED, moved=200,
         get="                  200 200 403 403 403 403 403 200 404 in",
         post="                 302 302 403 403 403 403 403 302 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:member-change-role", "of a legal representative", where=person("legal2"),
         send=to_administrator, writes=ROLE_CHANGED, moved=200,
         get="                  200 403 403 403 403 403 403 403 404 in",
         post="                 302 403 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:member-change-role", "of oneself", where=person("self"), send=to_accounting,
         get="                  403 403 403 403 403 403 403 404 404 in",
         post="                 403 403 403 403 403 403 403 404 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:member-change-role", "of a neighbor", where=person("neighbor"), send=to_accounting,
         get="                  404 404 403 403 403 403 403 404 404 in",
         post="                 404 404 403 403 403 403 403 404 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
    Case("orgs:member-change-role", "of nobody", where=person("missing"), send=to_accounting,
         get="                  404 404 403 403 403 403 403 404 404 in",
         post="                 404 404 403 403 403 403 403 404 404 in",
         other="                405 405 403 403 403 403 403 405 404 in"),
]
ANSWERS = [
    Case("orgs:decision-explain", "", where=in_alpine,
         get="                  200 200 200 200 200 403 403 403 404 in",
         post="                 405 405 405 405 405 403 403 403 404 in"),
    Case("orgs:decision-explain", "about a colleague", where=in_alpine, query=asked("colleague"),
         get="                  200 200 200 200 404 403 403 403 404 in",
         post="                 405 405 405 405 405 403 403 403 404 in"),
    Case("orgs:decision-explain", "about a neighbor", where=in_alpine, query=asked("neighbor"),
         get="                  404 404 404 404 404 403 403 403 404 in",
         post="                 405 405 405 405 405 403 403 403 404 in"),
    Case("orgs:activity-list", "", where=in_alpine,
         get="                  200 200 403 403 403 403 403 403 404 in",
         post="                 405 405 403 403 403 403 403 403 404 in"),
]
# What does not exist answers everybody like what is not theirs.
NOWHERE = [
    Case(name, "of no organization",
         where=lambda world, part, more=more: {**nowhere(world, part), **more},
         get="                  404 404 404 404 404 404 404 404 404 in",
         post="                 404 404 404 404 404 404 404 404 404 in")
    for name, more in (
        ("home", {}),
        ("orgs:member-list", {}),
        ("orgs:member-view", {"pk": MISSING}),
        ("orgs:member-change-role", {"pk": MISSING}),
    )
]
# fmt: on
CASES = [*HOME, *PEOPLE, *ROLES, *ANSWERS, *NOWHERE]
