"""Letters of an Organization: where they are, and sending one again."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from console.shell.models import OutgoingLetter
from orgs.models import Organization
from tests.matrix.case import Case
from tests.matrix.organizations import in_alpine
from tests.matrix.world import MISSING, World

Where = Callable[[World, str], dict[str, Any]]


def letter(state: str, slug: str = "alpine") -> Where:
    """A letter in that state, made anew each time it is asked for."""

    def where(world: World, part: str) -> dict[str, Any]:
        organization = Organization.objects.get(slug=slug)
        row, _made = OutgoingLetter.objects.get_or_create(
            key=f"{slug}-{state}",
            defaults={
                "event": "orgs.member.role_changed",
                "organization_id": organization.pk,
                "to": "somebody@example.com",
                "subject": f"About {organization.name}",
                "text": "text",
                "message_id": f"<{slug}-{state}@example.com>",
            },
        )
        OutgoingLetter.objects.filter(pk=row.pk).update(state=state)
        return {"organization": "alpine", "pk": row.pk}

    return where


def no_letter(world: World, part: str) -> dict[str, Any]:
    return {"organization": "alpine", "pk": MISSING}


# fmt: off
#                                LR  AD  CO  CA  EX  SU  PL  PF  ST  AN
CASES = [
    Case("orgs:letter-list", "", where=in_alpine,
         get="                  200 200 403 403 403 403 403 403 404 in",
         post="                 405 405 403 403 403 403 403 403 404 in"),
    Case("orgs:letter-export", "", where=in_alpine,
         get="                  200 200 403 403 403 403 403 403 404 in",
         post="                 405 405 403 403 403 403 403 403 404 in"),
    Case("orgs:letter-resend", "that could not be delivered", where=letter("dead"),
         writes=("orgs.letter.resent",), moved=200,
         get="                  405 405 403 403 403 403 403 403 404 in",
         post="                 302 302 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 403 404 in"),
    Case("orgs:letter-resend", "that was sent", where=letter("sent"),
         get="                  405 405 403 403 403 403 403 403 404 in",
         post="                 422 422 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 403 404 in"),
    Case("orgs:letter-resend", "of a neighbor", where=letter("dead", "rival"),
         get="                  405 405 403 403 403 403 403 403 404 in",
         post="                 404 404 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 403 404 in"),
    Case("orgs:letter-resend", "that is none", where=no_letter,
         get="                  405 405 403 403 403 403 403 403 404 in",
         post="                 404 404 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 403 404 in"),
]
# fmt: on
