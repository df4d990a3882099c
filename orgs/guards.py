"""Rules that hold whatever is done to a membership."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.db.models import OuterRef
from django.utils.functional import Promise
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from console.shell import chain_append
from console.shell.actions import Forbidden, Overtaken, Refused
from console.shell.actor import SYSTEM, Actor
from console.shell.chain import Chain
from console.shell.chain_append import head_beside
from console.shell.prepared import Prepared, Slot
from orgs.models import Membership, Organization, Role

_LOCKED = Prepared[Organization](
    lambda: (
        Organization.objects.select_for_update()
        .filter(pk=Slot("pk"))
        .annotate(head=head_beside(OuterRef("pk")))
    )
)


def lock(organization_id: int | None) -> Organization:
    """Take the row of the Organization, so that rules about the last of a kind, and about
    who may, are decided by one at a time. Raises `Overtaken` when it was deleted meanwhile."""
    found = _LOCKED.first(pk=organization_id or 0)
    if found is None:
        raise Overtaken(_("This organization has meanwhile been deleted."))
    foresee(found, getattr(found, "head", None))
    return found


def foresee(organization: Organization, head: Mapping[str, Any] | None) -> None:
    """Where the log of the Organization stood when it was locked: `head_beside`."""
    chain_append.foresee(Chain(organization.pk), head)


def still_active(actor: Actor, own: Membership | None) -> None:
    """`own` is the actor's membership as read under the lock; raises `Forbidden` when their
    role changed or ended since the request began, or the accounting right went."""
    if actor.role == SYSTEM or actor.is_partner:
        return
    if (
        own is None
        or own.role != actor.role
        or own.suspended_at is not None
        or (actor.has_accounting and not own.has_accounting)
    ):
        raise Forbidden(
            now_("Your own role in this organization has just changed. Load the page anew.")
        )


CHANGING_A_ROLE = _(
    "%(person)s is the only active legal representative. Name another one first, then change "
    "this role."
)


def keep_a_legal_representative(
    membership: Membership, sentence: str | Promise = CHANGING_A_ROLE
) -> None:
    """At least one active legal representative stays; `membership` is about to be none.

    Demoting, suspending, removing, leaving and closing the account all ask here, under the
    lock of the Organization. `sentence` says it for the occasion; `%(person)s` is the name.
    """
    if is_last_representative(membership):
        raise Refused(str(sentence) % {"person": membership.user}, field="role")


def is_last_representative(membership: Membership) -> bool:
    """Whether nobody active represents the Organization but this member."""
    if membership.role != Role.LEGAL_REPRESENTATIVE or membership.suspended_at is not None:
        return False
    others = Membership.objects.filter(
        organization_id=membership.organization_id,
        role=Role.LEGAL_REPRESENTATIVE,
        suspended_at__isnull=True,
    ).exclude(pk=membership.pk)
    return not others.exists()
