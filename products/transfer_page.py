"""What the page of a domain and the list of transfers show of a transfer in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from console.shell.actor import Actor
from console.shell.decision import Decision
from orgs.policy import decide
from products.models import IncomingTransfer, Product
from products.renewed import money
from products.transfer_failures import Failure, failure_of

MAY = "products.product.renew"
STATES = ("transferring", "transfer_failed")
MOST_SHOWN = 200


@dataclass(frozen=True, slots=True)
class Shown:
    """One transfer with its words."""

    transfer: IncomingTransfer
    failure: Failure | None
    may: Decision | None = None
    paid: str = ""


def transfer_part(actor: Actor, product: Product) -> dict[str, Any]:
    """The area at the top of a domain's page (G10.3); nothing where none is under way."""
    if product.status not in STATES:
        return {"transfer": None}
    rows = IncomingTransfer.objects.visible_to(actor).select_related("charge")
    row = rows.filter(product=product).first()
    if row is None:
        return {"transfer": None}
    may = _may(actor, product)
    return {"transfer": Shown(row, _failure(row), may, money(row.charge) if may else "")}


def transfers_of(actor: Actor) -> list[Shown]:
    """Failed ones first, then those under way, then those done; the newest of each. Whoever may
    order may start again what they see, unless it is blocked: only that is asked one by one."""
    may = decide(actor, MAY)
    rows = IncomingTransfer.objects.visible_to(actor).select_related("product")
    found: list[IncomingTransfer] = []
    for states in (("failed",), ("asked", "pending"), ("done",)):
        left = MOST_SHOWN - len(found)
        found += rows.filter(state__in=states).order_by("-asked_at", "-pk")[:left] if left else []
    return [
        Shown(each, _failure(each), _may(actor, each.product) if each.product.blocked_at else may)
        for each in found
    ]


def _may(actor: Actor, product: Product) -> Decision:
    return decide(actor, MAY, product)


def _failure(row: IncomingTransfer) -> Failure | None:
    if row.state != IncomingTransfer.State.FAILED:
        return None
    return failure_of(row.failure_code, row.failure_text)
