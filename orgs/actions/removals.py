"""Removing a member, and forgetting what was kept of the removed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from console.shell.actions import Forbidden, ProofNeeded, Refused, action
from console.shell.actor import Actor
from console.shell.audit import Happened, record, record_each
from orgs import guards, policy
from orgs.holding import hold_member
from orgs.models import FormerMember
from orgs.removal import as_plain, end_membership, refuse_outdated, refuse_unanswered
from orgs.roles import may_grant

REMOVING: str | Promise = gettext_lazy(
    "%(person)s is the only active legal representative. Name another one first, then remove "
    "this one."
)


@action
def remove_member(
    *,
    actor: Actor,
    membership_id: int,
    version: int,
    is_proven: bool,
    choices: Mapping[str, str] | None = None,
    seen: str | None = None,
) -> FormerMember:
    """End a membership and everything that follows it, at once and for good (G6).

    `choices` are the answers to what `describe` asked, by the name of each follower; none has a
    default. `version` and `seen` (`orgs.removal.fingerprint`) are what the person looked at:
    raises `Overtaken` when anything of it changed since, or the member is gone. Nobody removes
    themselves or more than they hold, a legal representative only another one, and the last
    active one stays (G6.1): `Forbidden` or `Refused`. `ProofNeeded` unless the person proved
    themselves just now.
    """
    guards.lock(actor.organization_id)
    membership = hold_member(actor, membership_id)
    decision = policy.decide(actor, "orgs.member.remove", membership)
    if not decision:
        raise Forbidden(str(decision.reason))
    if not may_grant(actor, membership.role):
        raise Refused(_("You cannot remove somebody above your own role."))
    guards.keep_a_legal_representative(membership, REMOVING)
    parts = refuse_outdated(membership, version, seen)
    refuse_unanswered(parts, choices or {})
    if not is_proven:
        raise ProofNeeded(_("Prove first that it is you."))

    before = as_plain(membership)
    former = end_membership(actor, membership, choices or {})

    record(
        "orgs.member.removed",
        actor,
        membership,
        before=before,
        after={"choices": dict(choices or {}), "former": former.pk},
        former=former,
    )
    return former


@action
def forget_former_members(*, actor: Actor, removed_before: datetime) -> list[FormerMember]:
    """Empty what was kept of those who went before that moment; one entry for each.

    The name and the day stay in the list. Twice, or two at once: the second finds nothing.
    """
    guards.lock(actor.organization_id)

    due = list(
        FormerMember.objects.visible_to(actor)
        .select_for_update(of=("self",))
        .filter(forgotten_at__isnull=True, removed_at__lt=removed_before)
        .order_by("pk")
    )
    rows = FormerMember.objects.visible_to(actor).filter(pk__in=[each.pk for each in due])
    rows.update(snapshot={}, forgotten_at=timezone.now())

    record_each(
        "orgs.member.forgotten",
        actor,
        [Happened(each, before={"removed_at": each.removed_at}) for each in due],
    )
    return due
