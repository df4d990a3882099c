"""What hangs on a person and no Organization: `/`, `/me/…`. Whoever is signed in has theirs."""

from __future__ import annotations

from typing import Any

from tests.conftest import PASSWORD
from tests.matrix.case import Case
from tests.matrix.world import MISSING, World

NEW_PASSWORD = "seven green umbrellas"


def own_session(world: World, part: str) -> dict[str, Any]:
    user = world.cast.people.get(part)
    return {"pk": world.session_of(user) if user else MISSING}


def session_of_somebody(world: World, part: str) -> dict[str, Any]:
    return {"pk": world.session_of(world.colleague.user)}


# fmt: off
#                                LR  AD  CO  CA  EX  SU  PL  PF  ST  AN
CASES = [
    Case("start", "",
         get="                  302 302 302 302 302 302 302 302 302 in",
         post="                 405 405 405 405 405 405 405 405 405 in"),
    Case("orgs_personal:organization-list", "",
         get="                  200 200 200 200 200 200 200 200 200 in",
         post="                 405 405 405 405 405 405 405 405 405 in"),
    Case("orgs_personal:organization-open", "",
         send=lambda world, part: {"kind": "company", "name": "Another one"},
         moved=200, writes=("orgs.organization.opened",),
         get="                  200 200 200 200 200 200 200 200 200 in",
         post="                 302 302 302 302 302 302 302 302 302 in",
         other="                405 405 405 405 405 405 405 405 405 in"),
    Case("auth2fa:profile-edit", "",
         send=lambda world, part: {"full_name": "N N", "language": "en", "time_zone": "UTC"},
         moved=200, writes=("auth2fa.person.changed",),
         get="                  200 200 200 200 200 200 200 200 200 in",
         post="                 302 302 302 302 302 302 302 302 302 in",
         other="                405 405 405 405 405 405 405 405 405 in"),
    Case("auth2fa:appearance-change", "", send=lambda world, part: {"appearance": "dark"},
         moved=200, writes=("auth2fa.person.changed",),
         get="                  405 405 405 405 405 405 405 405 405 in",
         post="                 302 302 302 302 302 302 302 302 302 in",
         other="                405 405 405 405 405 405 405 405 405 in"),
    Case("tour", "",
         get="                  200 200 200 200 200 200 200 200 200 in",
         post="                 405 405 405 405 405 405 405 405 405 in"),
    Case("tour", "at its end", query=lambda world, part: {"step": "7"},
         get="                  200 200 200 200 200 200 200 200 200 in",
         post="                 405 405 405 405 405 405 405 405 405 in"),
    Case("tour-end", "", moved=200, writes=("auth2fa.tour.ended",),
         get="                  405 405 405 405 405 405 405 405 405 in",
         post="                 302 302 302 302 302 302 302 302 302 in",
         other="                405 405 405 405 405 405 405 405 405 in"),
    Case("auth2fa:security-view", "",
         get="                  200 200 200 200 200 200 200 200 200 in",
         post="                 405 405 405 405 405 405 405 405 405 in"),
    Case("auth2fa:password-change", "",
         send=lambda world, part: {"password": PASSWORD, "new_password": NEW_PASSWORD},
         moved=200, writes=("auth2fa.password.changed",),
         get="                  200 200 200 200 200 200 200 200 200 in",
         post="                 302 302 302 302 302 302 302 302 302 in",
         other="                405 405 405 405 405 405 405 405 405 in"),
    Case("auth2fa:address-change", "", send=lambda world, part: {"email": "new@nowhere.example"},
         moved=200, writes=("auth2fa.address.requested",),
         get="                  200 200 200 200 200 200 200 200 200 in",
         post="                 302 302 302 302 302 302 302 302 302 in",
         other="                405 405 405 405 405 405 405 405 405 in"),
    Case("auth2fa:alerts-change", "", send=lambda world, part: {"sign_in_alerts": "every"},
         moved=200, writes=("auth2fa.alerts.changed",),
         get="                  405 405 405 405 405 405 405 405 405 in",
         post="                 302 302 302 302 302 302 302 302 302 in",
         other="                405 405 405 405 405 405 405 405 405 in"),
    Case("auth2fa:session-end", "of one's own", where=own_session,
         moved=200, writes=("auth2fa.session.ended",),
         get="                  405 405 405 405 405 405 405 405 405 in",
         post="                 302 302 302 302 302 302 302 302 302 in",
         other="                405 405 405 405 405 405 405 405 405 in"),
    Case("auth2fa:session-end", "of somebody else", where=session_of_somebody,
         get="                  405 405 405 405 405 405 405 405 405 in",
         post="                 404 404 404 404 404 404 404 404 404 in",
         other="                405 405 405 405 405 405 405 405 405 in"),
    Case("auth2fa:session-end", "of nobody", where=lambda world, part: {"pk": MISSING},
         get="                  405 405 405 405 405 405 405 405 405 in",
         post="                 404 404 404 404 404 404 404 404 404 in",
         other="                405 405 405 405 405 405 405 405 405 in"),
    Case("auth2fa:session-end-others", "",
         before=lambda world, part, client: own_session(world, part) and None,
         moved=200, writes=("auth2fa.session.others_ended",),
         get="                  405 405 405 405 405 405 405 405 405 in",
         post="                 302 302 302 302 302 302 302 302 302 in",
         other="                405 405 405 405 405 405 405 405 405 in"),
    Case("auth2fa:activity-list", "",
         get="                  200 200 200 200 200 200 200 200 200 in",
         post="                 405 405 405 405 405 405 405 405 405 in"),
    Case("account_reauthenticate", "", send=lambda world, part: {"password": PASSWORD},
         writes=("auth2fa.proof.given",),
         get="                  200 200 200 200 200 200 200 200 200 in",
         post="                 302 302 302 302 302 302 302 302 302 in",
         other="                405 405 405 405 405 405 405 405 405 in"),
]
# fmt: on
