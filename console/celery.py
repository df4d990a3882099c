"""The Celery application; its schedule stands in the settings."""

import os
from typing import Any

import structlog
from celery import Celery
from celery.signals import setup_logging, task_postrun, task_prerun

from console.embedded.transport import use_transport

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "console.settings")
use_transport()
app = Celery("console")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@setup_logging.connect
def keep_our_logging(**_facts: Any) -> None:
    """Celery sets up no logging of its own once somebody answers this: Django's LOGGING holds."""


@task_prerun.connect
def number_the_lines(task_id: str, task: Any, **_facts: Any) -> None:
    """Every line that a task logs carries the number and the name of the task."""
    structlog.contextvars.bind_contextvars(task_id=task_id, task=task.name)


@task_postrun.connect
def stop_numbering(**_facts: Any) -> None:
    """The next task has its own number."""
    structlog.contextvars.clear_contextvars()
