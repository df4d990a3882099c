"""The activity log: its file, and taking back what it says."""

from __future__ import annotations

from typing import Any

from orgs.models import Membership
from tests.log import write_entry
from tests.matrix.case import Case
from tests.matrix.organizations import in_alpine
from tests.matrix.world import MISSING, World


def role_entry(world: World, part: str) -> dict[str, Any]:
    """The entry of a change of role as it stands, made anew each time it is asked for."""
    member = Membership.objects.select_related("user").get(
        organization=world.cast.alpine, user=world.cast["collaborator"]
    )
    entry = write_entry(
        event="orgs.member.role_changed",
        organization_id=member.organization_id,
        actor_name="Lara Legal",
        subject_type="orgs.membership",
        subject_id=member.pk,
        subject_name=str(member),
        before={"role": "external", "has_accounting": False},
        after={"role": member.role, "has_accounting": member.has_accounting},
    )
    return {"organization": "alpine", "number": entry.number}


def no_entry(world: World, part: str) -> dict[str, Any]:
    return {"organization": "alpine", "number": MISSING}


# fmt: off
#                                LR  AD  CO  CA  EX  SU  PL  PF  ST  AN
CASES = [
    Case("orgs:activity-export", "", where=in_alpine,
         get="                  200 200 403 403 403 403 403 403 404 in",
         post="                 405 405 403 403 403 403 403 403 404 in"),
    Case("orgs:activity-undo", "of a change of role", where=role_entry,
         writes=("orgs.member.role_changed",), moved=200,
         get="                  200 200 403 403 403 403 403 403 404 in",
         post="                 302 302 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 403 404 in"),
    Case("orgs:activity-undo", "that is none", where=no_entry,
         get="                  404 404 403 403 403 403 403 403 404 in",
         post="                 404 404 403 403 403 403 403 403 404 in",
         other="                405 405 403 403 403 403 403 403 404 in"),
]
# fmt: on
