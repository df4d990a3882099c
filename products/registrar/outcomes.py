"""Who is told how an order ended, and who gives money back.

What an order means for a product is not this folder's business: `products` registers one function
a verb. It is called in the transaction that ends the order, so that it happens with it or not at
all, and once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db.models import Q

from products.charge import give_back as paid_back
from products.models import Charge, RegistrarOrder
from products.registrar.port import Message

VERBS = ("register", "renew", "restore", "transfer", "contacts", "lock")


class Result(StrEnum):
    """How it stands."""

    PENDING = "pending"
    DONE = "done"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of an order. `code` is EPP's, 0 where a pending one was turned down later;
    `text` is the registry's, to be mapped to a sentence and never shown as it is. `expires_at` is
    what the registry says; of a renewal that it refused, from which day it counts."""

    result: Result
    code: int
    text: str = ""
    expires_at: datetime | None = None


type OnOutcome = Callable[[RegistrarOrder, Outcome], None]
type OnMessage = Callable[[Message], None]
type GiveBack = Callable[[Charge], object]

_outcomes: dict[str, OnOutcome] = {}
_keep_charge: set[str] = set()
_messages: dict[str, OnMessage] = {}


def register_outcome(verb: str, function: OnOutcome, *, keeps_charge: bool = False) -> None:
    """Call `function(order, outcome)` when an order of that verb is pending (at most once), done
    or refused. `keeps_charge`: a refused one is asked again without paying (G10.2), so its charge
    is not given back here."""
    if verb not in VERBS or verb in _outcomes:
        raise ValueError(f"{verb} is no verb, or has its function")
    _outcomes[verb] = function
    if keeps_charge:
        _keep_charge.add(verb)


def register_message(kind: str, function: OnMessage) -> None:
    """Call `function(message)` for the registry's messages of that kind (`transfer`, `result`,
    `phase`, or empty). A message may come twice."""
    if kind in _messages:
        raise ValueError(f"{kind} has its function")
    _messages[kind] = function


def tell(order: RegistrarOrder, outcome: Outcome) -> None:
    """Tell whoever registered for the verb."""
    if function := _outcomes.get(order.verb):
        function(order, outcome)


def tell_message(message: Message) -> None:
    """Tell whoever registered for the kind."""
    if function := _messages.get(message.kind):
        function(message)


def settle(order: RegistrarOrder, outcome: Outcome, give_back: GiveBack | None = None) -> None:
    """Give the money of a refused order back: once, and not while another order that is open or
    done rests on the same charge. Called in the transaction that ends the order."""
    if outcome.result != Result.REFUSED or order.charge_id is None or order.verb in _keep_charge:
        return
    charge = Charge.objects.select_for_update().get(pk=order.charge_id)
    live = Q(state__in=[RegistrarOrder.State.READY, RegistrarOrder.State.SENT])
    others = RegistrarOrder.objects.filter(charge=charge).exclude(pk=order.pk)
    if charge.returned_at or others.filter(live | Q(state=RegistrarOrder.State.DONE)).exists():
        return
    (give_back or paid_back)(charge)
