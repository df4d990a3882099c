"""Letters about people and Organizations."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from console.shell.letters import Letter, Occasion, letter
from orgs.roles import role_label

if TYPE_CHECKING:
    from orgs.models import Membership


@letter("orgs.member.role_changed")
def tell_the_member(occasion: Occasion) -> Iterator[Letter]:
    """E1: a summary to the person whose role changed, whoever changed it."""
    membership = cast("Membership", occasion.subject)
    yield Letter(
        to=membership.user.email,
        template="orgs/member_role_changed",
        context={
            "person": membership.user.full_name,
            "organization": membership.organization.name,
            "slug": membership.organization.slug,
            "changed_by": occasion.actor.name,
            "role_before": role_label(str(occasion.entry.before["role"])),
            "role_after": role_label(str(occasion.entry.after["role"])),
            "accounting_before": occasion.entry.before["has_accounting"],
            "accounting_after": occasion.entry.after["has_accounting"],
            **occasion.extra,
        },
        language=membership.user.language,
        time_zone=membership.user.time_zone,
        to_name=membership.user.full_name,
    )
