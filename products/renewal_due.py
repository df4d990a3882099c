"""Which products the clock has to renew."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet

from products import domain_life as life
from products.models import Notice, Product
from products.renewing import LAST_DAY, RENEWABLE

# Notices of the attempts: of this kind, once for each step and expiry.
KIND = "renewal"
AUTOMATIC, WARRANTY = "automatic", "warranty"
STEPS = (AUTOMATIC, WARRANTY)


def products_due(now: datetime, step: str) -> QuerySet[Product]:
    """Those whose attempt may be due at that moment; the walk asks exactly.

    An attempt is a notice about the day of the expiry, which lies a day beside that of UTC at
    most: an older notice is about an expiry that is over. What was missed, because the clock
    stood still for weeks, is due as long as it can be renewed.
    """
    rows = Product.objects.filter(status__in=RENEWABLE)
    if step == AUTOMATIC:
        # Two days more: a day of the Organization may lie a day beside.
        until = now + timedelta(days=life.ATTEMPT + 2)
        rows = rows.filter(auto_renew=True, expires_at__lte=until)
    else:
        rows = rows.filter(warranty=True, expires_at__lte=now + LAST_DAY)
    tried = Notice.objects.filter(
        product=OuterRef("pk"),
        kind=KIND,
        step=step,
        about__gte=OuterRef("expires_at") - timedelta(days=2),
    )
    return rows.filter(~Exists(tried))
