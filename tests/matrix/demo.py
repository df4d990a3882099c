"""The pages that exist in demo mode only; elsewhere every one of them answers 404."""

from __future__ import annotations

from typing import Any

from tests.matrix.case import Case
from tests.matrix.world import MISSING, World


def a_letter(world: World, part: str) -> dict[str, Any]:
    return {"letter": world.letter.pk}


def no_letter(world: World, part: str) -> dict[str, Any]:
    return {"letter": MISSING}


# fmt: off
#                                LR  AD  CO  CA  EX  SU  PL  PF  ST  AN
CASES = [
    Case("styleguide", "",
         get="                  200 200 200 200 200 200 200 200 200 in",
         post="                 405 405 405 405 405 405 405 405 405 in"),
    Case("styleguide-dialog", "", send=lambda world, part: {"name": "new"}, moved=200,
         get="                  200 200 200 200 200 200 200 200 200 in",
         post="                 302 302 302 302 302 302 302 302 302 in",
         other="                405 405 405 405 405 405 405 405 405 in"),
    Case("styleguide-menu", "",
         get="                  200 200 200 200 200 200 200 200 200 in",
         post="                 405 405 405 405 405 405 405 405 405 in"),
    Case("styleguide-switch", "",
         get="                  405 405 405 405 405 405 405 405 405 in",
         post="                 204 204 204 204 204 204 204 204 204 in",
         other="                405 405 405 405 405 405 405 405 405 in"),
    Case("demo-outbox", "",
         get="                  200 200 200 200 200 200 200 200 200 200",
         post="                 405 405 405 405 405 405 405 405 405 405"),
    Case("demo-letter", "", where=a_letter,
         get="                  200 200 200 200 200 200 200 200 200 200",
         post="                 405 405 405 405 405 405 405 405 405 405"),
    Case("demo-letter", "that is not there", where=no_letter,
         get="                  404 404 404 404 404 404 404 404 404 404",
         post="                 405 405 405 405 405 405 405 405 405 405"),
    Case("demo-letter-html", "", where=a_letter,
         get="                  200 200 200 200 200 200 200 200 200 200",
         post="                 405 405 405 405 405 405 405 405 405 405"),
]
# fmt: on
