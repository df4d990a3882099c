"""Rows as they are now, held until the end of the change, and the actor's right with them."""

from __future__ import annotations

import functools
from typing import Any

from django.db.models import OuterRef, QuerySet
from django.utils.translation import gettext as _

from console.shell.actions import Forbidden, Overtaken
from console.shell.actor import PARTNER_FULL, Actor
from console.shell.chain_append import head_beside
from console.shell.prepared import Among, Prepared, Slot
from orgs import following, guards
from orgs.models import Membership, Organization, PartnerContract


def hold_member(actor: Actor, membership_id: int) -> Membership:
    """The member as they are now, held until the end, and never one the actor may not see.

    To be asked under the lock of the Organization (`guards.lock`). The actor's own membership
    is read and held by the same statement; a partner's contract by a second one. Raises
    `Forbidden` when the actor's right changed since the request began, `Overtaken` when the
    member is gone.
    """
    return hold_members(actor, [membership_id])[0]


def hold_members(actor: Actor, membership_ids: list[int]) -> list[Membership]:
    """Several members at once, in the order asked; as `hold_member` otherwise."""
    held = _held(actor.role).all(
        organization=actor.here,
        person=actor.person,
        members=[*membership_ids, actor.membership_id or 0],
    )
    rows = {each.pk: each for each in held}
    _still_allowed(actor, rows.get(actor.membership_id or 0))
    if any(each not in rows for each in membership_ids):
        raise Overtaken(_("This person is not in the organization, or not any more."))
    return [rows[each] for each in membership_ids]


@functools.cache
def _held(role: str) -> Prepared[Membership]:
    """Members that somebody of this role may see, locked in one order."""
    slot: Any = Slot  # stands where the values of the actor will
    actor = Actor(user_id=slot("person"), organization_id=slot("organization"), role=role)
    return Prepared[Membership](
        lambda: following.read_along(
            Membership.objects.visible_to(actor)
            .select_for_update(of=("self",))
            .select_related("user", "organization")
            .with_team_names()
            .filter(Among("pk", "members"))
            .order_by("pk")
        )
    )


def hold_actor(actor: Actor) -> None:
    """For a change that is about no member: the actor's own right, read again and held."""
    own = None
    if actor.membership_id:
        mine: QuerySet[Membership] = Membership.objects.select_for_update(of=("self",))
        own = mine.filter(pk=actor.membership_id, organization_id=actor.here).first()
    _still_allowed(actor, own)


def enter(actor: Actor) -> Organization:
    """The Organization locked (`guards.lock`) and the actor's own right read again and held
    (`hold_actor`), in one statement for a member: rows that are locked are read as they are when
    the lock is there, not as they were when the question was asked.
    """
    if actor.membership_id and not actor.is_partner:
        own = _own().first(pk=actor.membership_id, organization=actor.here)
        if own is not None:
            guards.foresee(own.organization, getattr(own, "head", None))
            _still_allowed(actor, own)
            return own.organization
    organization = guards.lock(actor.organization_id)
    hold_actor(actor)
    return organization


@functools.cache
def _own() -> Prepared[Membership]:
    """One's own membership; the Organization is locked first, as everywhere."""
    return Prepared[Membership](
        lambda: (
            Membership.objects.select_for_update(of=("organization", "self"))
            .select_related("organization")
            .filter(pk=Slot("pk"), organization_id=Slot("organization"))
            .annotate(head=head_beside(OuterRef("organization_id")))
        )
    )


def _still_allowed(actor: Actor, own: Membership | None) -> None:
    if not actor.is_partner:
        guards.still_active(actor, own)
        return
    access = PartnerContract.Access.FULL
    if actor.role != PARTNER_FULL:
        access = PartnerContract.Access.LIMITED
    rows = PartnerContract.objects.open_to(actor.person).select_for_update(of=("self",))
    contract = rows.filter(organization_id=actor.here, partner_id=actor.partner_id, access=access)
    if not contract.exists():
        raise Forbidden(
            _("Your organization's partner contract has just changed. Load the page anew.")
        )
