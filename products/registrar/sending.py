"""An order as a command of the port."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime

from products.models import RegistrarOrder
from products.registrar import codes, sealing
from products.registrar.found_out import ROUNDING
from products.registrar.port import Card, Receipt, Refused, Registrar


def send(order: RegistrarOrder, registrar: Registrar) -> Receipt:
    """Ask the registry for what the order says; raises what the port raises."""
    name, key, asked = order.product.name, order.key, order.request
    match order.verb:
        case "register":
            return registrar.register(
                name,
                years=asked["years"],
                holder=Card(**asked["holder"]),
                nameservers=asked["nameservers"],
                key=key,
            )
        case "renew":
            return _renew(order, registrar)
        case "restore":
            return registrar.restore(name, key=key)
        case "transfer":
            code = sealing.unseal(order)
            receipt = registrar.transfer_in(name, authorization_code=code, key=key)
            if receipt.is_pending or receipt.expires_at is not None:
                return receipt
            return replace(receipt, expires_at=_expiry_of(name, registrar))
        case "contacts":
            return registrar.update_contacts(name, holder=Card(**asked["holder"]), key=key)
        case _:
            return registrar.lock(name, is_locked=asked["is_locked"], key=key)


def _renew(order: RegistrarOrder, registrar: Registrar) -> Receipt:
    """From the expiry that is known here. Where the registry counts the same one a day or two
    beside it, from the registry's day: a renewal that happened lies a year further."""
    name, years, before = order.product.name, order.request["years"], order.expires_at_before
    if before is None:
        raise Refused(codes.WRONG_EXPIRY, "No expiry is known")
    try:
        return registrar.renew(name, years=years, expires_at=before, key=order.key)
    except Refused as refusal:
        known = _expiry_of(name, registrar) if refusal.code == codes.WRONG_EXPIRY else None
        if known is None or known == before or abs(known - before) > ROUNDING:
            raise
    return registrar.renew(name, years=years, expires_at=known, key=order.key)


def _expiry_of(name: str, registrar: Registrar) -> datetime | None:
    """A domain that came at once says when it expires only if it is asked; one of which that is
    not known is renewed by nobody."""
    try:
        state = registrar.query(name)
    except Refused:
        return None
    return state.expires_at if state else None
