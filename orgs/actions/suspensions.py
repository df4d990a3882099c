"""Suspending members, lifting it, proving it, and asking somebody to secure their account."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from console.shell.actions import Forbidden, Overtaken, ProofNeeded, Refused, action
from console.shell.actor import Actor
from console.shell.audit import record
from console.shell.models import AuditEntry
from console.shell.moments import full
from orgs import following, guards, policy
from orgs.holding import hold_member, hold_members
from orgs.models import Membership, Suspension
from orgs.roles import needs_fresh_proof
from orgs.suspension import MOST_AT_ONCE, as_plain, cut_off, let_in, note_what_was_seen

PERMISSION = "orgs.member.suspend"
PROCEDURE_SENT = "orgs.member.procedure_sent"
# Who is under attack needs the steps once, and no flood of letters on top.
PROCEDURE_EVERY = timedelta(hours=1)
SUSPENDING: str | Promise = gettext_lazy(
    "%(person)s is the only active legal representative. Name another one first, then suspend "
    "this one."
)


@action
def suspend_member(*, actor: Actor, membership_id: int, reason: str = "") -> Suspension | None:
    """Keep one member out, from the next request on; role, teams and grants stay (G3.10).

    An emergency: no fresh proof. Nobody suspends themselves, and a legal representative only
    another one; the last active one stays. Raises `Forbidden` when the actor's right is gone,
    `Refused` for a rule, `Overtaken` when somebody else has suspended the member already.
    Suspended already by the actor: returns None, without a trace.
    """
    guards.lock(actor.organization_id)
    membership = hold_member(actor, membership_id)
    _demand(actor, membership)
    if membership.suspended_at is not None:
        _unless_own(actor, membership)
        return None
    guards.keep_a_legal_representative(membership, SUSPENDING)

    before = as_plain(membership)
    suspension = cut_off(actor, membership, reason)

    record(
        "orgs.member.suspended",
        actor,
        membership,
        before=before,
        after={**as_plain(membership), "suspension": suspension.pk},
    )
    return suspension


@action
def suspend_members(
    *, actor: Actor, membership_ids: Sequence[int], reason: str = ""
) -> list[Membership]:
    """Keep several members out at once, all of them or none; returns the new ones.

    As `suspend_member` for each. Whoever is suspended already, by whomever, stays as they are.
    Raises `Refused` for nobody or more than 100, and names who stands against it otherwise.
    """
    guards.lock(actor.organization_id)
    asked = _some(membership_ids)
    people = hold_members(actor, asked)
    for membership in people:
        _demand(actor, membership)
    fresh = [each for each in people if each.suspended_at is None]

    suspended = []
    for membership in fresh:
        guards.keep_a_legal_representative(membership, SUSPENDING)
        before = as_plain(membership)
        suspended.append((membership, before, cut_off(actor, membership, reason)))

    for membership, before, suspension in suspended:
        after = {**as_plain(membership), "suspension": suspension.pk}
        record("orgs.member.suspended", actor, membership, before=before, after=after)
    return fresh


@action
def lift_suspension(*, actor: Actor, membership_id: int, is_proven: bool = False) -> bool:
    """Let a suspended member in again, with all that was kept; whether there was one to lift.

    Whoever may suspend somebody may lift it. Raises `Forbidden`, `Overtaken` when somebody else
    has lifted it already, and `ProofNeeded` for an administrator or legal representative without
    fresh proof: a stolen session must not bring one back. Not suspended otherwise: returns
    False, without a trace.
    """
    guards.lock(actor.organization_id)
    membership = hold_member(actor, membership_id)
    _demand(actor, membership)
    if membership.suspended_at is None:
        _unless_lifted_by(actor, membership)
        return False
    if needs_fresh_proof(membership.role, membership.role) and not is_proven:
        raise ProofNeeded(_("Prove first that it is you."))

    before = as_plain(membership)
    let_in(actor, membership)

    record("orgs.member.lifted", actor, membership, before=before, after=as_plain(membership))
    return True


@action
def check_suspension(*, actor: Actor, membership_id: int) -> list[following.Channel]:
    """Ask every way in, in place of the member, whether it is closed; what was seen.

    Meant to run after the suspension is committed: before, nobody outside sees it. Raises
    `Refused` when the member is not suspended, `Forbidden` when the actor's right is gone.
    """
    guards.lock(actor.organization_id)
    membership = hold_member(actor, membership_id)
    _demand(actor, membership)
    if membership.suspended_at is None:
        raise Refused(
            _("%(person)s is not suspended any more; there is nothing to test.")
            % {"person": membership.user}
        )

    seen = following.channels(membership)
    note_what_was_seen(membership, seen)

    channels = {each.name: each.is_closed for each in seen}
    record("orgs.member.suspension_checked", actor, membership, after={"channels": channels})
    return seen


@action
def send_procedure(*, actor: Actor, membership_id: int) -> Membership:
    """Send a member the steps by which they secure their own account (G3.14).

    The account is theirs: an administrator may only ask. Raises `Refused` when they were sent
    the steps from here within the last hour, `Forbidden` when the actor's right is gone.
    """
    guards.lock(actor.organization_id)
    membership = hold_member(actor, membership_id)
    _demand(actor, membership)
    recent = AuditEntry.objects.visible_to(actor).filter(
        event=PROCEDURE_SENT,
        subject_id=membership.pk,
        created_at__gt=timezone.now() - PROCEDURE_EVERY,
    )
    last = recent.order_by("-pk").first()
    if last is not None:
        raise Refused(
            _("%(who)s sent %(person)s the steps at %(when)s. They can be sent once an hour.")
            % {"who": last.actor_name, "person": membership.user, "when": full(last.created_at)}
        )

    # Nothing changes: this action only writes a letter.

    record(PROCEDURE_SENT, actor, membership, after={"to": membership.user.email})
    return membership


def _demand(actor: Actor, membership: Membership) -> None:
    decision = policy.decide(actor, PERMISSION, membership)
    if not decision:
        raise Forbidden(
            _("%(person)s: %(reason)s") % {"person": membership.user, "reason": decision.reason}
        )


def _unless_own(actor: Actor, membership: Membership) -> None:
    """A second click is no news; that somebody else was faster is."""
    if membership.suspended_by == actor.name or membership.suspended_at is None:
        return
    raise Overtaken(
        _("%(who)s has already suspended %(person)s: %(when)s. Nothing of yours was saved.")
        % {
            "who": membership.suspended_by or _("Somebody"),
            "person": membership.user,
            "when": full(membership.suspended_at),
        },
        changed={"suspended_at": membership.suspended_at},
    )


def _unless_lifted_by(actor: Actor, membership: Membership) -> None:
    last = Suspension.objects.filter(membership=membership).order_by("-lifted_at").first()
    if last is None or last.lifted_at is None or last.lifted_by == actor.name:
        return
    raise Overtaken(
        _("%(who)s has already lifted the suspension of %(person)s: %(when)s.")
        % {"who": last.lifted_by, "person": membership.user, "when": full(last.lifted_at)},
        changed={"suspended_at": None},
    )


def _some(membership_ids: Sequence[int]) -> list[int]:
    asked = list(dict.fromkeys(membership_ids))
    if not asked:
        raise Refused(_("Tick somebody first."))
    if len(asked) > MOST_AT_ONCE:
        sentence = ngettext(
            "At most %(count)d person at once.", "At most %(count)d people at once.", MOST_AT_ONCE
        )
        raise Refused(sentence % {"count": MOST_AT_ONCE})
    return asked
