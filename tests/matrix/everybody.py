"""What is there for everybody, and what for whoever is not signed in: `/accounts/…`, `/healthz`."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from tests.conftest import PASSWORD
from tests.matrix.case import PARTS, Case
from tests.matrix.world import World

NONSENSE = {"uidb36": "1", "key": "abc-def"}


def credentials(world: World, part: str) -> dict[str, Any]:
    return {"login": world.colleague.user.email, "password": PASSWORD}


def newcomer(world: World, part: str) -> dict[str, Any]:
    return {
        "full_name": "Nina New",
        "email": "nina@new.example",
        "password1": "seven green umbrellas",
        "kind": "person",
    }


def open_link(world: World, part: str, client: Client) -> None:
    client.get(reverse("account_reset_password_from_key", kwargs=world.reset()))


# fmt: off
#                                LR  AD  CO  CA  EX  SU  PL  PF  ST  AN
CASES = [
    Case("health", "",
         get="                  503 503 503 503 503 503 503 503 503 503",
         post="                 405 405 405 405 405 405 405 405 405 405"),
    Case("account_login", "", send=credentials, works_for=("anonymous",),
         writes=("auth2fa.session.began",),
         get="                  302 302 302 302 302 302 302 302 302 200",
         post="                 302 302 302 302 302 302 302 302 302 302",
         other="                405 405 405 405 405 405 405 405 405 405"),
    Case("account_logout", "", works_for=PARTS[:-1], writes=("auth2fa.session.ended",),
         get="                  200 200 200 200 200 200 200 200 200 302",
         post="                 302 302 302 302 302 302 302 302 302 302",
         other="                405 405 405 405 405 405 405 405 405 405"),
    Case("account_signup", "", send=newcomer, works_for=("anonymous",),
         writes=("auth2fa.person.joined", "orgs.organization.opened"),
         get="                  302 302 302 302 302 302 302 302 302 200",
         post="                 302 302 302 302 302 302 302 302 302 302",
         other="                405 405 405 405 405 405 405 405 405 405"),
    Case("account_email_verification_sent", "",
         get="                  200 200 200 200 200 200 200 200 200 200",
         post="                 405 405 405 405 405 405 405 405 405 405"),
    Case("account_confirm_email", "with a good link",
         where=lambda world, part: {"key": world.confirmation()},
         writes=("auth2fa.address.confirmed",), ends_session=True,
         get="                  200 200 200 200 200 200 200 200 200 200",
         post="                 302 302 302 302 302 302 302 302 302 302",
         other="                405 405 405 405 405 405 405 405 405 405"),
    Case("account_confirm_email", "with a bad link", where=lambda world, part: {"key": "MQ:1:x"},
         get="                  410 410 410 410 410 410 410 410 410 410",
         post="                 410 410 410 410 410 410 410 410 410 410",
         other="                405 405 405 405 405 405 405 405 405 405"),
    Case("account_reset_password", "",
         send=lambda world, part: {"email": world.colleague.user.email},
         get="                  200 200 200 200 200 200 200 200 200 200",
         post="                 302 302 302 302 302 302 302 302 302 302",
         other="                405 405 405 405 405 405 405 405 405 405"),
    Case("account_reset_password_done", "",
         get="                  200 200 200 200 200 200 200 200 200 200",
         post="                 405 405 405 405 405 405 405 405 405 405"),
    Case("account_reset_password_from_key", "with a good link",
         where=lambda world, part: world.reset(),
         get="                  302 302 302 302 302 302 302 302 302 302",
         post="                 302 302 302 302 302 302 302 302 302 302",
         other="                405 405 405 405 405 405 405 405 405 405"),
    Case("account_reset_password_from_key", "after a good link", before=open_link,
         where=lambda world, part: {**world.reset(), "key": "set-password"},
         send=lambda world, part: {"password1": "seven green umbrellas"},
         writes=("auth2fa.password.reset",), ends_session=True,
         get="                  200 200 200 200 200 200 200 200 200 200",
         post="                 302 302 302 302 302 302 302 302 302 302",
         other="                405 405 405 405 405 405 405 405 405 405"),
    Case("account_reset_password_from_key", "with a bad link",
         where=lambda world, part: NONSENSE,
         get="                  200 200 200 200 200 200 200 200 200 200",
         post="                 200 200 200 200 200 200 200 200 200 200",
         other="                405 405 405 405 405 405 405 405 405 405"),
    Case("account_reset_password_from_key_done", "",
         get="                  200 200 200 200 200 200 200 200 200 200",
         post="                 405 405 405 405 405 405 405 405 405 405"),
]
# fmt: on
