"""The ways back of changes to a membership."""

from __future__ import annotations

from django.utils.translation import gettext as _

from console.shell.actions import Forbidden, Refused
from console.shell.actor import Actor
from console.shell.models import AuditEntry
from orgs import policy
from orgs.actions.members import change_role
from orgs.models import Membership
from orgs.roles import may_grant, needs_fresh_proof, role_label
from orgs.undo import WayBack, changed_since, undoes


def member_of(entry: AuditEntry, actor: Actor) -> Membership:
    """The member that an entry is about; raises `Refused` when they are not here any more."""
    members = Membership.objects.visible_to(actor).select_related("user", "organization")
    found = members.filter(pk=entry.subject_id or 0).first()
    if found is None:
        raise Refused(
            _("%(person)s is not in the organization any more.") % {"person": entry.subject_name}
        )
    return found


@undoes("orgs.member.role_changed", "orgs.member.change_role")
def role_before(entry: AuditEntry, actor: Actor) -> WayBack:
    """The former role, with or without the accounting right."""
    member = member_of(entry, actor)
    role, has_accounting = entry.before["role"], entry.before["has_accounting"]
    now = {"role": member.role, "has_accounting": member.has_accounting}
    if now != entry.after:
        raise changed_since()
    decision = policy.decide(actor, "orgs.member.change_role", member)
    if not decision:
        raise Forbidden(str(decision.reason))
    if not (may_grant(actor, member.role) and may_grant(actor, role)):
        raise Refused(_("You cannot give or take a role above your own."))
    sentence = (
        _("%(person)s will be %(role)s again, with the accounting right.")
        if has_accounting
        else _("%(person)s will be %(role)s again.")
    )
    return WayBack(
        [sentence % {"person": member.user, "role": role_label(role)}],
        lambda by, is_proven: change_role(
            actor=by,
            membership_id=member.pk,
            role=role,
            has_accounting=has_accounting,
            version=member.version,
            is_proven=is_proven,
        ),
        needs_proof=needs_fresh_proof(member.role, role),
    )
