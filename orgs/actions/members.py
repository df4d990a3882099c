"""Changes of a membership."""

from __future__ import annotations

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from console.shell.actions import Forbidden, Overtaken, ProofNeeded, Refused, action
from console.shell.actor import Actor
from console.shell.audit import record
from orgs import following, guards, policy
from orgs.holding import hold_member
from orgs.models import Membership, Role
from orgs.roles import may_grant, needs_fresh_proof


@action
def change_role(
    *,
    actor: Actor,
    membership_id: int,
    role: str,
    has_accounting: bool,
    version: int,
    is_proven: bool,
) -> Membership:
    """Give a member another role, with or without the accounting right (G1.4, G16.4).

    Nobody gives or takes more than they hold, or changes their own role; the last active
    legal representative stays one (G1.8, G1.9). `version` is the one the person looked at:
    raises `Overtaken` when somebody changed the membership since, `Forbidden` when the
    actor's right is gone, `Refused` for a rule, `ProofNeeded` when an administrator would be
    made or unmade and the person did not prove themselves just now (`is_proven`). Nothing to
    do: returns without a trace.
    """
    guards.lock(actor.organization_id)
    membership = hold_member(actor, membership_id)
    has_accounting = has_accounting and role == Role.COLLABORATOR
    if (membership.role, membership.has_accounting) == (role, has_accounting):
        return membership
    if membership.version != version:
        raise _overtaken(membership)
    decision = policy.decide(actor, "orgs.member.change_role", membership)
    if not decision:
        raise Forbidden(str(decision.reason), field="role")
    if not (may_grant(actor, membership.role) and may_grant(actor, role)):
        raise Refused(_("You cannot give or take a role above your own."), field="role")
    if role != Role.LEGAL_REPRESENTATIVE:
        guards.keep_a_legal_representative(membership)
    if needs_fresh_proof(membership.role, role) and not is_proven:
        raise ProofNeeded(_("Prove first that it is you."))

    comparison = following.compare(membership, role=role, has_accounting=has_accounting)
    before = {"role": membership.role, "has_accounting": membership.has_accounting}
    membership.role, membership.has_accounting = role, has_accounting
    membership.role_given_by, membership.role_given_at = actor.name, timezone.now()
    Membership.objects.filter(pk=membership.pk).update(
        role=role,
        has_accounting=has_accounting,
        role_given_by=membership.role_given_by,
        role_given_at=membership.role_given_at,
        version=F("version") + 1,
    )
    membership.version += 1
    for _name, follower in following.followers():
        follower.role_changed(actor, membership)

    record(
        "orgs.member.role_changed",
        actor,
        membership,
        before=before,
        after={"role": role, "has_accounting": has_accounting},
        comparison=comparison,
    )
    return membership


def _overtaken(membership: Membership) -> Overtaken:
    return Overtaken(
        _(
            "%(who)s has meanwhile changed this: %(person)s is now %(role)s. Nothing of yours "
            "was saved. Look again and save if you still want to."
        )
        % {
            "who": membership.role_given_by or _("Somebody"),
            "person": membership.user,
            "role": membership.get_role_display(),
        },
        field="role",
        changed={"role": membership.role, "version": membership.version},
    )
