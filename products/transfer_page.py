"""What the page of a domain shows of a transfer in."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from console.shell.actor import Actor
from console.shell.decision import Decision
from orgs.policy import decide
from products.models import COMING, IncomingTransfer, Product
from products.renewed import money
from products.transfer_failures import Failure, failure_of

MAY = "products.product.renew"


@dataclass(frozen=True, slots=True)
class Shown:
    """One transfer with its words."""

    transfer: IncomingTransfer
    failure: Failure | None
    may: Decision | None = None
    paid: str = ""


def transfer_part(actor: Actor, product: Product) -> dict[str, Any]:
    """The area at the top of a domain's page (G10.3); nothing where none is under way."""
    if product.status not in COMING:
        return {"transfer": None}
    rows = IncomingTransfer.objects.visible_to(actor).select_related("charge")
    row = rows.filter(product=product).first()
    if row is None:
        return {"transfer": None}
    may = _may(actor, product)
    return {"transfer": Shown(row, _failure(row), may, money(row.charge) if may else "")}


def _may(actor: Actor, product: Product) -> Decision:
    return decide(actor, MAY, product)


def _failure(row: IncomingTransfer) -> Failure | None:
    if row.state != IncomingTransfer.State.FAILED:
        return None
    return failure_of(row.failure_code, row.failure_text)
