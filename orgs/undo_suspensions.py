"""The ways back of suspending and lifting."""

from __future__ import annotations

import json

from django.utils.translation import gettext as _

from console.shell.actions import Forbidden
from console.shell.actor import Actor
from console.shell.chain import as_json
from console.shell.models import AuditEntry
from orgs import policy
from orgs.actions.suspensions import PERMISSION, lift_suspension, suspend_member
from orgs.models import Membership
from orgs.roles import needs_fresh_proof
from orgs.suspension import as_plain
from orgs.undo import WayBack, changed_since, undoes
from orgs.undo_members import member_of


@undoes("orgs.member.suspended", PERMISSION)
def let_in_again(entry: AuditEntry, actor: Actor) -> WayBack:
    """Lift this very suspension, with all that was kept."""
    member = _as_it_was_left(entry, actor)
    sentence = _("%(person)s will be let in again, with the role, teams and rights that were kept.")
    return WayBack(
        [sentence % {"person": member.user}],
        lambda by, is_proven: lift_suspension(
            actor=by, membership_id=member.pk, is_proven=is_proven
        ),
        needs_proof=needs_fresh_proof(member.role, member.role),
    )


@undoes("orgs.member.lifted", PERMISSION)
def suspend_again(entry: AuditEntry, actor: Actor) -> WayBack:
    """Suspend the member again, for the same reason; every way in is cut anew."""
    member = _as_it_was_left(entry, actor)
    reason = str(entry.before.get("suspended_because") or "")
    sentence = _("%(person)s will be suspended again, and every way in is cut at once.")
    return WayBack(
        [sentence % {"person": member.user}],
        lambda by, _is_proven: suspend_member(actor=by, membership_id=member.pk, reason=reason),
    )


def _as_it_was_left(entry: AuditEntry, actor: Actor) -> Membership:
    member = member_of(entry, actor)
    now = json.loads(as_json(as_plain(member)))
    if any(entry.after.get(name) != value for name, value in now.items()):
        raise changed_since()
    decision = policy.decide(actor, PERMISSION, member)
    if not decision:
        raise Forbidden(str(decision.reason))
    return member
