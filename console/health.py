"""`/healthz`: whether this installation works, for load balancers and monitoring. No secrets."""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.db.models import Min
from django.http import HttpRequest, JsonResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from console.shell.heartbeat import BEAT, WORKER
from console.shell.models import Heartbeat, OutgoingLetter

# A part that missed so many signs of life in a row is taken for dead.
MISSED_SIGNS = 6
UNSENT = (OutgoingLetter.State.PENDING, OutgoingLetter.State.SENDING)


@login_not_required
@never_cache
@require_safe
def health(request: HttpRequest) -> JsonResponse:
    """200 when database, worker and beat are well, else 503 with what is not; ages in seconds.

    An old unsent letter is reported and is no failure by itself: a mail server may be away.
    """
    now = timezone.now()
    try:
        heartbeats = {name: age_of_heartbeat(name, now) for name in (WORKER, BEAT)}
        letter = age_of_oldest_unsent_letter(now)
    except DatabaseError:
        return JsonResponse({"status": "failing", "database": "away"}, status=503)
    limit = MISSED_SIGNS * settings.HEARTBEAT_SECONDS
    well = all(age is not None and age <= limit for age in heartbeats.values())
    return JsonResponse(
        {
            "status": "ok" if well else "failing",
            "database": "ok",
            "heartbeat_age_seconds": heartbeats,
            "oldest_unsent_letter_seconds": letter,
        },
        status=200 if well else 503,
    )


def age_of_heartbeat(name: str, now: datetime) -> float | None:
    """Seconds since the last sign of life of one part; None when there was never one."""
    last = Heartbeat.objects.filter(name=name).values_list("at", flat=True).first()
    return _age(last, now)


def age_of_oldest_unsent_letter(now: datetime) -> float | None:
    """Seconds that the oldest letter has been waiting or under way; None when all are sent."""
    # One query a state: each reads its own partial index, however many letters were ever sent.
    letters = [OutgoingLetter.objects.filter(state=state) for state in UNSENT]
    oldest = [each.aggregate(oldest=Min("created_at"))["oldest"] for each in letters]
    return _age(min((moment for moment in oldest if moment), default=None), now)


def _age(moment: datetime | None, now: datetime) -> float | None:
    return None if moment is None else round((now - moment).total_seconds(), 1)
