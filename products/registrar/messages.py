"""Takes the registry's messages: what comes of pending orders, and what happened by itself."""

from __future__ import annotations

import logging

from django.db import transaction
from django.utils import timezone

from products.models import RegistrarOrder
from products.registrar import codes
from products.registrar.chosen import registrar as chosen
from products.registrar.outcomes import tell_message
from products.registrar.port import Message, Registrar, RegistrarError

logger = logging.getLogger(__name__)
MOST = 100
# Which the clock walks by itself (`products.domain_clock`).
PHASE = "phase"


def take_messages(*, registrar: Registrar | None = None, most: int = MOST) -> int:
    """Take what waits, the oldest first; answers how many. Each is acknowledged after its
    transaction: one that was worked and not acknowledged comes again. One that cannot be worked
    stays at the head of the queue for the next time, and is logged; no order depends on it, for
    pending ones are looked at by the hour all the same."""
    asked = registrar or chosen()
    for count in range(most):
        try:
            message = asked.poll()
            if message is None:
                return count
            with transaction.atomic():
                _work(message)
            asked.acknowledge(message)
        except RegistrarError as error:
            logger.info("messages of the registry wait: %s", error)
            return count
        except Exception:
            logger.exception("a message of the registry cannot be worked")
            return count
    return most


def _work(message: Message) -> None:
    """Have the pending order that it names looked at now, or where it names none, those of the
    name; then tell whoever registered. Nothing is believed but that look. What no order waits for
    (a name that leaves, an account that runs low) is written to the log: acknowledged, it is
    nowhere else."""
    waiting = 0
    if message.name:
        pending = RegistrarOrder.objects.filter(
            product__name=message.name, state=RegistrarOrder.State.SENT, code=codes.PENDING
        )
        if key := message.facts.get("key"):
            pending = pending.filter(key=key)
        waiting = pending.update(
            due_at=timezone.now(), message=message.facts.get("status", "")[:300]
        )
    tell_message(message)
    if not waiting:
        logger.log(
            logging.INFO if message.kind == PHASE else logging.WARNING,
            "the registry says (%s, %s): %r %r %s",
            message.identifier, message.kind or "of no known kind", message.name, message.text,
            dict(message.facts),
        )  # fmt: skip
