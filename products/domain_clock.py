"""The daily walk over every domain, one Organization after the other."""

from __future__ import annotations

from datetime import datetime

from console.shell.actor import Actor
from products.actions.domain_clock import walk_domains
from products.domain_due import domains_due


def run(now: datetime) -> int:
    """Bring every domain to where it is at `now`; returns how many were moved or reminded of.

    Each batch is a transaction of its own: what was done stays done when a later one fails.
    """
    done = 0
    here = domains_due(now).order_by().values_list("organization_id", flat=True).distinct()
    for organization_id in list(here):
        after: int | None = 0
        while after is not None:
            walked, after = walk_domains(actor=Actor.system(organization_id), now=now, after=after)
            done += walked.moved + walked.reminded
    return done
