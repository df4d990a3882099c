"""An offer as it is now, under the locks of both Organizations."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from console.shell.actions import Forbidden, Overtaken
from console.shell.actor import Actor
from orgs import guards, policy
from orgs.holding import hold_actor
from orgs.models import Organization
from products.models import Move
from products.moving.standing import PERMISSION


def lock_both(*organization_ids: int | None) -> dict[int, Organization]:
    """Every Organization that is named, locked in the order of their numbers, so that no two
    moves wait for each other."""
    return {pk: guards.lock(pk) for pk in sorted({each for each in organization_ids if each})}


def hold_move(actor: Actor, rows: QuerySet[Move]) -> Move:
    """The offer that `rows` finds, locked until the end together with the Organization that
    makes it, the one it is made to and the one the actor acts in; whoever acts in one is asked
    for their right again.

    Raises `Overtaken` when it is gone, `Forbidden` when the right is.
    """
    known = rows.values_list("pk", "organization_id", "receiver_id").first()
    if known is None:
        raise Overtaken(_("This offer does not exist any more."))
    pk, offering, receiving = known
    lock_both(offering, receiving, actor.organization_id)
    if actor.organization_id is not None:
        hold_actor(actor)
        decision = policy.decide(actor, PERMISSION)
        if not decision:
            raise Forbidden(str(decision.reason))
    held = Move.objects.select_for_update(of=("self",)).filter(pk=pk)
    move = held.select_related("organization", "receiver", "offered_by__user").first()
    if move is None:
        raise Overtaken(_("This offer does not exist any more."))
    return move
