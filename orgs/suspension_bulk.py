"""Several people at once: who is about to be suspended, and who is not, with the reason."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from console.shell.actor import Actor
from orgs.models import Membership
from orgs.policy import decide


@dataclass(frozen=True, slots=True)
class Sorted:
    """The ticked people, in two heaps."""

    people: list[Membership] = field(default_factory=list)
    refused: list[tuple[Membership, str | Promise]] = field(default_factory=list)


def sort_out(actor: Actor, ticked: Sequence[Membership]) -> Sorted:
    """Whom the actor may suspend, and whom not; who is suspended already is left as they are."""
    heaps = Sorted()
    for membership in ticked:
        decision = decide(actor, "orgs.member.suspend", membership)
        if not decision:
            heaps.refused.append((membership, decision.reason))
        elif membership.suspended_at is not None:
            heaps.refused.append((membership, _("Suspended already.")))
        else:
            heaps.people.append(membership)
    return heaps
