"""Timed jobs about people."""

from __future__ import annotations

from celery import shared_task
from django.utils import timezone

from console.shell.actor import Actor
from orgs import log_heads
from orgs.actions.removals import forget_former_members
from orgs.models import FormerMember
from orgs.removal import KEPT


@shared_task
def forget_removed() -> None:
    """What was kept of somebody who went 30 days ago is emptied; may run as often as it likes."""
    before = timezone.now() - KEPT
    due = FormerMember.objects.filter(forgotten_at__isnull=True, removed_at__lt=before)
    for organization_id in due.order_by().values_list("organization_id", flat=True).distinct():
        forget_former_members(actor=Actor.system(organization_id), removed_before=before)


@shared_task
def send_log_heads() -> None:
    """Tell the legal representatives where the log stands, where it moved since yesterday."""
    log_heads.send_log_heads()
