"""Taking back what an entry of the log says, by the ordinary action with the values before.

Each event that can be undone registers a way back: a function that looks at the entry and at
how things stand, refuses with a sentence, or says what will be true and how to do it. The
action it calls decides by itself, again and under its lock, whether the actor may.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from functools import cached_property

from django.db import transaction
from django.utils.translation import gettext as _

from console.shell.actions import Forbidden, Refused
from console.shell.actor import Actor
from console.shell.events import name_of
from console.shell.models import AuditEntry
from orgs import guards, policy


@dataclass(frozen=True, slots=True)
class WayBack:
    """What undoing would do: sentences of what will be true afterwards, and the action.

    `run` takes the actor, marked with the number of the entry, and whether they proved
    themselves just now. `needs_proof` only announces it; the action decides.
    """

    will_be: list[str]
    run: Callable[[Actor, bool], object]
    needs_proof: bool = False


Find = Callable[[AuditEntry, Actor], WayBack]


@dataclass(frozen=True, slots=True)
class Undoing:
    """How one event is undone, and the permission that its action asks."""

    permission: str
    find: Find


_known: dict[str, Undoing] = {}


def undoes(event: str, permission: str) -> Callable[[Find], Find]:
    """Register the way back of an event. The function raises `Refused` where there is none."""

    def register(find: Find) -> Find:
        _known[event] = Undoing(permission, find)
        return find

    return register


def can_be_undone(actor: Actor, event: str) -> bool:
    """Whether this actor might undo such an event; whether this very one, is asked later."""
    known = _known.get(event)
    return bool(
        known
        and policy.decide(actor, "orgs.activity.undo")
        and policy.decide(actor, known.permission)
    )


class Undo:
    """One entry that somebody wants to take back."""

    def __init__(self, actor: Actor, entry: AuditEntry) -> None:
        self.actor, self.entry = actor, entry

    @cached_property
    def what(self) -> str:
        """What the entry's event is called."""
        return str(name_of(self.entry.event).label)

    def find(self) -> WayBack:
        """The way back as things stand. Raises `Refused` with the reason when there is none,
        `Forbidden` when the actor lacks the right for it."""
        known = _known.get(self.entry.event)
        if known is None:
            raise Refused(_("A change of this kind cannot be undone from the log."))
        for permission in ("orgs.activity.undo", known.permission):
            decision = policy.decide(self.actor, permission)
            if not decision:
                raise Forbidden(str(decision.reason))
        later = AuditEntry.objects.visible_to(self.actor).filter(undoes=self.entry.number)
        number = later.values_list("number", flat=True).first()
        if number:
            raise Refused(_("This was undone already, by entry %(number)d.") % {"number": number})
        return known.find(self.entry, self.actor)

    def run(self, *, is_proven: bool) -> None:
        """Do it, in one transaction under the lock of the Organization, so that it is done once.

        Raises what `find` and the ordinary action raise; then nothing is changed. The new
        entry is the action's own, with the number of the one that it undoes.
        """
        with transaction.atomic():
            guards.lock(self.actor.organization_id)
            way = self.find()
            way.run(replace(self.actor, undoes=self.entry.number), is_proven)


def changed_since() -> Refused:
    """The refusal when a later change stands on top of this one."""
    return Refused(_("This was changed again since. Undo the later change first, or change it."))
