"""Which domains the clock has to look at."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Q, QuerySet

from products import domain_life as life
from products.models import Domain

# The states that time moves on; another (being set up, transferred, restored) waits for its end.
WALKED = life.ORDER[:-1]
# Two days more than the first reminder: a day of the Organization may lie a day beside.
AHEAD = timedelta(days=life.REMIND[0] + 2)


def domains_due(now: datetime) -> QuerySet[Domain]:
    """The domains that a walk at that moment has to see: near or past their expiry, not seen on
    that day yet, or at the end of a phase."""
    # A day somewhere on earth begins up to 14 hours before that of UTC; the walk asks exactly.
    unseen = Q(walked_on__isnull=True) | Q(walked_on__lte=now.date())
    return Domain.objects.filter(
        unseen | Q(phase_ends_at__lte=now),
        product__type="domain",
        product__status__in=WALKED,
        product__expires_at__lt=now + AHEAD,
    )
