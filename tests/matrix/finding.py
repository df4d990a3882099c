"""Short addresses of products, which hang on a person: whoever is signed in has theirs."""

from __future__ import annotations

from tests.matrix.case import Case

# fmt: off
#                                LR  AD  CO  CA  EX  SU  PL  PF  ST  AN
CASES = [
    Case("products_personal:product-find", "",
         get="                  200 200 200 200 200 200 200 200 200 in",
         post="                 405 405 405 405 405 405 405 405 405 in"),
    Case("products_personal:product-find", "by a name",
         query=lambda world, part: {"q": "MARK"},
         get="                  200 200 200 200 200 200 200 200 200 in",
         post="                 405 405 405 405 405 405 405 405 405 in"),
    Case("products_personal:type-open", "", where=lambda world, part: {"type": "domain"},
         get="                  302 302 302 302 302 302 302 302 302 in",
         post="                 405 405 405 405 405 405 405 405 405 in"),
    Case("products_personal:type-open", "that is none",
         where=lambda world, part: {"type": "boat"},
         get="                  404 404 404 404 404 404 404 404 404 in",
         post="                 405 405 405 405 405 405 405 405 405 in"),
]
# fmt: on
