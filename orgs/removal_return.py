"""What an invitation back would give, and what stands against it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from console.shell.actor import Actor
from orgs.following import Line, followers
from orgs.models import FormerMember
from orgs.policy import decide
from orgs.removal import KEPT
from orgs.roles import DESCRIPTIONS, may_grant


@dataclass(frozen=True, slots=True)
class Terms:
    """For the dialog: role, what each app would give again, until when, or why not."""

    role_description: Promise
    lines: Sequence[Line]
    until: datetime
    refusal: str


def terms_of(actor: Actor, former: FormerMember) -> Terms:
    """As it is now; teams that are gone meanwhile are not in it."""
    kept = former.snapshot
    return Terms(
        role_description=DESCRIPTIONS[former.role],
        lines=[
            line
            for name, follower in followers()
            if name in kept
            for line in follower.returning(former, kept[name])
        ],
        until=former.removed_at + KEPT,
        refusal=refusal_of(actor, former),
    )


def refusal_of(actor: Actor, former: FormerMember) -> str:
    """Why this person cannot ask that one back with what they had, or nothing."""
    is_over = former.removed_at + KEPT <= timezone.now()
    if former.forgotten_at is not None or is_over or former.user is None:
        return _("What this person had is not kept any more. Invite them anew.")
    if former.user.email != former.email:
        return _(
            "The account of this person has another e-mail address now. Ask them for it, and "
            "invite them anew."
        )
    if not may_grant(actor, former.role):
        return _("You cannot give a role above your own. A legal representative can.")
    if "orgs.teams" in former.snapshot and not decide(actor, "orgs.team.manage"):
        return _(
            "This person was in teams, and you may not change who is in them. An administrator of "
            "the organization can invite them back."
        )
    return ""
