"""Leaving an Organization by oneself."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from console.shell.actions import Overtaken, ProofNeeded, Refused, action
from console.shell.actor import Actor
from console.shell.audit import record
from orgs import following, guards
from orgs.models import FormerMember, Membership
from orgs.removal import as_plain, end_membership, refuse_outdated, refuse_unanswered
from orgs.roles import needs_fresh_proof

LEAVING: str | Promise = gettext_lazy(
    "%(person)s is the only active legal representative. Name another one first, then leave."
)


@action
def leave_organization(
    *,
    actor: Actor,
    membership_id: int,
    version: int,
    is_proven: bool,
    choices: Mapping[str, str] | None = None,
    seen: str | None = None,
) -> FormerMember:
    """End one's own membership, with all that follows it (G15.4).

    `actor` is the person, outside every Organization. Raises `Refused` for whatever stands
    against it (the last legal representative or the last person, G15.5; what apps hold, G15.6)
    and while suspended, for what happened must stay as it is until somebody has looked;
    `Overtaken` when the membership is not as it was seen, or gone; `ProofNeeded` for an
    administrator or legal representative without fresh proof. Otherwise as `remove_member`.
    """
    membership = _hold_own(actor, membership_id)
    objections = following.objections(membership)
    if objections:
        raise Refused(" ".join(str(each.sentence) for each in objections))
    guards.keep_a_legal_representative(membership, LEAVING)
    parts = refuse_outdated(membership, version, seen)
    refuse_unanswered(parts, choices or {})
    if needs_fresh_proof(membership.role, membership.role) and not is_proven:
        raise ProofNeeded(_("Prove first that it is you."))

    before = as_plain(membership)
    inside = replace(
        actor,
        organization_id=membership.organization_id,
        membership_id=membership.pk,
        role=membership.role,
        has_accounting=membership.has_accounting,
    )
    former = end_membership(inside, membership, choices or {}, has_left=True)

    record(
        "orgs.member.left",
        inside,
        membership,
        before=before,
        after={"choices": dict(choices or {}), "former": former.pk},
        former=former,
    )
    return former


def _hold_own(actor: Actor, membership_id: int) -> Membership:
    """The actor's own membership, as it is now, under the lock of its Organization."""
    mine = Membership.objects.filter(pk=membership_id, user_id=actor.person)
    where = mine.values_list("organization_id", flat=True).first()
    if where is not None:
        guards.lock(where)
        held: Membership | None = (
            mine.select_for_update(of=("self",)).select_related("user", "organization").first()
        )
        if held is not None:
            return held
    raise Overtaken(_("You are not in this organization any more."))
