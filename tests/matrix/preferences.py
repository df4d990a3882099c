"""Contact preferences: every member's own."""

from __future__ import annotations

from typing import Any

from tests.matrix.case import Case
from tests.matrix.organizations import in_alpine
from tests.matrix.world import World

CHANGED = ("orgs.preference.changed",)


def switch_off(world: World, part: str) -> dict[str, Any]:
    """A topic that everybody is told about at first."""
    return {"topic": "products.management_blocked", "way": "email"}


def all_off(world: World, part: str) -> dict[str, Any]:
    return {"group": "products"}


# fmt: off
#                                LR  AD  CO  CA  EX  SU  PL  PF  ST  AN
CASES = [
    Case("orgs:preference-edit", "", where=in_alpine, send=switch_off, writes=CHANGED, moved=200,
         get="                  200 200 200 200 200 403 403 403 404 in",
         post="                 302 302 302 302 302 403 403 403 404 in",
         other="                405 405 405 405 405 403 403 403 404 in"),
    Case("orgs:preference-edit", "of nothing", where=in_alpine,
         get="                  200 200 200 200 200 403 403 403 404 in",
         post="                 422 422 422 422 422 403 403 403 404 in",
         other="                405 405 405 405 405 403 403 403 404 in"),
    Case("orgs:preference-edit-all", "", where=in_alpine, send=all_off, writes=CHANGED, moved=200,
         get="                  405 405 405 405 405 403 403 403 404 in",
         post="                 302 302 302 302 302 403 403 403 404 in",
         other="                405 405 405 405 405 403 403 403 404 in"),
]
# fmt: on
