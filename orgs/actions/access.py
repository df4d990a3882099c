"""Refused entries into an Organization."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from console.shell.actions import action
from console.shell.actor import Actor
from console.shell.audit import record
from console.shell.models import AuditEntry
from orgs.models import Organization

EVENT = "orgs.access.refused"
# One entry per person and hour: an open tab that polls must not fill the log.
QUIET = timedelta(hours=1)


@action
def note_refused_access(
    *, actor: Actor, organization: Organization, suspended_at: datetime | None
) -> None:
    """Tell the Organization's log that somebody was turned away at its door.

    `suspended_at` is empty for a stranger, whose name is not told: people of other
    Organizations are none of its business. The number of the account is kept for who
    investigates. The first attempt after a suspension is always noted.
    """
    is_member = suspended_at is not None
    quiet_since = timezone.now() - QUIET
    recent = AuditEntry.objects.filter(
        organization_id=organization.pk,
        event=EVENT,
        actor_id=actor.user_id,
        created_at__gt=max(quiet_since, suspended_at) if suspended_at else quiet_since,
    )
    if recent.exists():
        return

    # Nothing changes: this action only records.

    record(
        EVENT,
        actor if is_member else _without_name(actor),
        organization,
        after={"suspended": is_member},
    )


def _without_name(actor: Actor) -> Actor:
    return replace(actor, name=_("Somebody from outside"))
