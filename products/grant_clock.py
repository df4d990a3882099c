"""What time does to access: announced a week before, removed when it is over."""

from __future__ import annotations

from django.utils import timezone

from console.shell.actor import Actor
from products.actions.grants import announce_ends, end_access
from products.grant_ends import ANNOUNCED_WITHIN
from products.models import Grant


def run() -> None:
    """Every Organization with something due, each in transactions of its own. First the ends:
    what is over is not announced any more."""
    now = timezone.now()
    dated = Grant.objects.filter(ends_at__isnull=False).order_by()
    over = dated.filter(ends_at__lte=now).values_list("organization_id", flat=True).distinct()
    for organization_id in over:
        end_access(actor=Actor.system(organization_id))
    soon = dated.filter(announced_at=None, ends_at__gt=now, ends_at__lt=now + ANNOUNCED_WITHIN)
    for organization_id in soon.values_list("organization_id", flat=True).distinct():
        announce_ends(actor=Actor.system(organization_id))
