"""When a member was last seen in an Organization."""

from __future__ import annotations

from datetime import timedelta

from django.utils import timezone

from orgs.models import Membership

# Fine enough for a list that says "today, 10:02", coarse enough to cost a click nothing.
EVERY = timedelta(minutes=15)


def touch(membership: Membership) -> None:
    """Note the member's presence, at most every 15 minutes; no change in the sense of the log."""
    now = timezone.now()
    if membership.last_seen_at is None or now - membership.last_seen_at > EVERY:
        Membership.objects.filter(pk=membership.pk).update(last_seen_at=now)
