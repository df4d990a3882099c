"""The floor's tasks: thin, and safe to run twice."""

from __future__ import annotations

from celery import shared_task

from console.shell import postman
from console.shell.heartbeat import WORKER, sign_of_life


@shared_task
def drain_letters() -> None:
    """Send what is due; beat asks every few seconds, a commit at once."""
    postman.drain()


@shared_task
def heartbeat() -> None:
    """Say that the worker takes tasks and reaches the database."""
    sign_of_life(WORKER)
