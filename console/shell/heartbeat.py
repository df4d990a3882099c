"""Signs of life: who was there when, for /healthz."""

from __future__ import annotations

from django.utils import timezone

from console.shell.models import Heartbeat

BEAT = "beat"
WORKER = "worker"


def sign_of_life(name: str) -> None:
    """Write that `name` is alive now; one statement, and any number may write at once."""
    Heartbeat.objects.bulk_create(
        [Heartbeat(name=name, at=timezone.now())],
        update_conflicts=True,
        unique_fields=["name"],
        update_fields=["at"],
    )
