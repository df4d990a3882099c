"""Once a day the legal representatives are told where the log stands.

Whoever can write to the whole database can cut entries off together with the head of their
chain. A number and a hash in a mailbox outside tell it (`manage.py verify_log --head`). The
letter is no event: it leaves no entry, so an Organization in which nothing happens gets none.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import date
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from console.shell.letters import enqueue
from console.shell.models import ChainHead
from orgs.letters.log import where_the_log_stands
from orgs.models import Organization

EVENT = "orgs.log.sealed"
BATCH = 500  # heads in memory at once
logger = logging.getLogger(__name__)


def send_log_heads() -> int:
    """Write the letters that are due; returns of how many logs.

    At most once per log and day, whoever runs it twice or at the same time: the head keeps the
    day and the number that were told, in the transaction of the letters, and their keys are
    unique. The day is that of the Organization's zone.
    """
    now, told = timezone.now(), 0
    for head_id, organization in _with_news():
        day = now.astimezone(ZoneInfo(organization.time_zone)).date()
        try:
            told += _tell(head_id, organization, day)
        except Exception:  # one log must not keep the others from being told; an hour later, again
            logger.exception(
                "The head of the log of organization %s was not told.", organization.pk
            )
    return told


def _with_news() -> Iterator[tuple[int, Organization]]:
    """Heads that moved since they were told, with their Organizations, in pieces."""
    last = 0
    while True:
        moved = ChainHead.objects.filter(
            organization_id__gt=last, person_id=None, number__gt=F("told_number")
        )
        pairs = moved.order_by("organization_id").values_list("organization_id", "pk")
        found = {pk: head for pk, head in pairs[:BATCH] if pk is not None}
        if not found:
            return
        there = Organization.objects.in_bulk(found)
        yield from ((found[pk], there[pk]) for pk in sorted(there))
        last = max(found)


def _tell(head_id: int, organization: Organization, day: date) -> bool:
    with transaction.atomic():
        due = ChainHead.objects.filter(
            Q(told_on=None) | Q(told_on__lt=day), pk=head_id, number__gt=F("told_number")
        )
        head = due.select_for_update().first()
        if head is None:
            return False
        for letter in where_the_log_stands(organization, number=head.number, seal=head.hash):
            enqueue(
                letter,
                event=EVENT,
                key=f"{organization.pk}:{day.isoformat()}",
                organization_id=organization.pk,
            )
        ChainHead.objects.filter(pk=head.pk).update(told_number=head.number, told_on=day)
    return True
