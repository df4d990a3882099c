"""What a registry answers, in the words of the port."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from epptools import Response

from products.registrar.epp_cards import moment_of
from products.registrar.port import Message, Receipt, Unavailable


def message_of(response: Response) -> Message:
    """A message of the queue: transfers (RFC 5731, 3.2.4) and late results (3.3) with facts."""
    kind, facts = "", {}
    if transfer := response.transfer():
        kind = "transfer"
        facts = {"status": transfer["status"], "expires_at": transfer["expiry_date"]}
    elif result := response.pending_action_data():
        kind = "result"
        facts = {"done": "1" if result["success"] else "0", "key": str(result["clTRID"] or "")}
    return Message(
        identifier=response.message_id() or "",
        at=moment_of(response.queue_date()) or timezone.now(),
        text=(response.queue_message() or "")[:300],
        name=(response.object_name() or "").lower() if kind else "",
        kind=kind,
        facts=facts,
    )


def receipt_of(key: str, name: str, response: Response) -> Receipt:
    """The answer to a command that was carried out or taken in hand."""
    return Receipt(
        key=key,
        name=name,
        is_pending=response.is_pending(),
        expires_at=moment_of(response.expiry_date()),
        registry_transaction=response.sv_trid() or "",
    )


def expiry_of(response: Response) -> datetime | None:
    """When the domain expires. A day that cannot be read is not none: whether an order happened
    is told from it, so the order waits until it can be."""
    text = response.expiry_date()
    moment = moment_of(text)
    if text and moment is None:
        raise Unavailable(0, "The registry writes an expiry that cannot be read")
    return moment


def statuses_of(response: Response) -> frozenset[str]:
    """Those of the domain and of RFC 3915 together; what is in redemption or being restored is
    `pendingDelete` to EPP only in the sense that it would be."""
    grace = set(response.rgp_status())
    found = set(response.statuses()) | grace
    if grace & {"redemptionPeriod", "pendingRestore"}:
        found.discard("pendingDelete")
    return frozenset(found)
