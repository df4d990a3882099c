"""The clock's renewals over every Organization, each batch a transaction of its own."""

from __future__ import annotations

from datetime import datetime

from console.shell.actor import Actor
from products.actions.renewal_clock import renew_due
from products.renewal_due import STEPS, products_due


def run(now: datetime) -> int:
    """Renew by itself what is due at `now`; returns how many products were renewed, ordered, or
    could not be. The automatic renewals come first: what they renew needs no warranty."""
    done = 0
    for step in STEPS:
        here = products_due(now, step).order_by().values_list("organization_id", flat=True)
        for organization_id in list(here.distinct()):
            after: int | None = 0
            while after is not None:
                actor = Actor.system(organization_id)
                batch, after = renew_due(actor=actor, now=now, step=step, after=after)
                done += batch.renewed + batch.failed
    return done
