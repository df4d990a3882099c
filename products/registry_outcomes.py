"""Registers what this app makes of the registry's answers about holders and locks."""

from __future__ import annotations

from console.shell.actor import Actor
from products.actions.registry_outcomes import end_holder_order, end_lock_order
from products.models import RegistrarOrder
from products.registrar.outcomes import Outcome, register_outcome


def _holder(order: RegistrarOrder, outcome: Outcome) -> None:
    actor = Actor.system(order.organization_id)
    end_holder_order(actor=actor, order=order, outcome=outcome)


def _lock(order: RegistrarOrder, outcome: Outcome) -> None:
    actor = Actor.system(order.organization_id)
    end_lock_order(actor=actor, order=order, outcome=outcome)


register_outcome("contacts", _holder)
register_outcome("lock", _lock)
