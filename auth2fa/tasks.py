"""Timed jobs about sign-in."""

from __future__ import annotations

from celery import shared_task
from django.contrib.sessions.models import Session
from django.utils import timezone

from auth2fa.bridge import UserSession
from auth2fa.limits import KEPT
from auth2fa.models import Attempt


@shared_task
def forget() -> None:
    """Drop what has run out: counted attempts, dead sessions, and their lines in the list."""
    now = timezone.now()
    Attempt.objects.filter(opened_at__lt=now - KEPT).delete()
    Session.objects.filter(expire_date__lt=now).delete()
    UserSession.objects.exclude(session_key__in=Session.objects.values("session_key")).delete()
