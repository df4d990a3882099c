"""What a suspension cuts, and what it leaves: the steps that the actions are made of."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import F
from django.utils import timezone

from console.shell.actor import Actor
from orgs import following
from orgs.models import CutChannel, Membership, Suspension

# A page of a list; whoever has to keep out more people than that has another problem.
MOST_AT_ONCE = 100


def as_plain(membership: Membership) -> dict[str, Any]:
    """What the log keeps before and after: enough to make the state again from it."""
    return {
        "suspended_at": membership.suspended_at,
        "suspended_by": membership.suspended_by,
        "suspended_because": membership.suspended_because,
    }


def cut_off(actor: Actor, membership: Membership, reason: str) -> Suspension:
    """Suspend the member, held under the lock, in the caller's transaction.

    The ways in are counted first, then everything that is registered cuts what is its own.
    Whether they are closed is not said here: that is seen from outside, after the commit.
    """
    ways_in = following.channels(membership)
    now = timezone.now()
    _write(membership, suspended_at=now, suspended_by=actor.name, suspended_because=reason)
    suspension = Suspension.objects.create(
        organization_id=membership.organization_id,
        membership=membership,
        person_id=membership.user_id,
        person_name=str(membership.user),
        reason=reason,
        began_at=now,
        began_by=actor.name,
    )
    CutChannel.objects.bulk_create(
        CutChannel(
            organization_id=membership.organization_id,
            suspension=suspension,
            name=each.name,
            count=each.count,
        )
        for each in ways_in
    )
    for _name, follower in following.followers():
        follower.suspend(membership)
    return suspension


def let_in(actor: Actor, membership: Membership) -> None:
    """Lift the suspension of the member, held under the lock, in the caller's transaction.

    One that is older than its records has no row to close.
    """
    Suspension.objects.filter(membership=membership, lifted_at__isnull=True).update(
        lifted_at=timezone.now(), lifted_by=actor.name
    )
    _write(membership, suspended_at=None, suspended_by="", suspended_because="")
    for _name, follower in following.followers():
        follower.resume(membership)


def note_what_was_seen(membership: Membership, seen: Sequence[following.Channel]) -> None:
    """Write beside each way in whether it was closed, and since when it was seen to be.

    The first time that it was seen closed stays; a way in that is new since is added.
    """
    suspension = Suspension.objects.filter(membership=membership, lifted_at__isnull=True).first()
    if suspension is None:
        return
    rows = {row.name: row for row in suspension.channels.select_for_update()}
    for each in seen:
        row = rows.get(each.name) or CutChannel(
            organization_id=membership.organization_id,
            suspension=suspension,
            name=each.name,
            count=each.count,
        )
        row.is_closed, row.checked_at = each.is_closed, each.at
        if each.is_closed and row.closed_at is None:
            row.closed_at = each.at
        row.save()


def _write(membership: Membership, **values: Any) -> None:
    for name, value in values.items():
        setattr(membership, name, value)
    changed: Mapping[str, Any] = {**values, "version": F("version") + 1}
    Membership.objects.filter(pk=membership.pk).update(**changed)
    membership.version += 1
