"""Whether an order happened, told from what the registry says of the domain.

A command whose answer was lost may have run. Each of them leaves a trace that can be looked at,
and only where there is none is it asked again.
"""

from __future__ import annotations

from datetime import timedelta
from enum import StrEnum

from products.models import RegistrarOrder
from products.registrar import codes, epp_cards
from products.registrar.life import add_years
from products.registrar.port import NOT_SAID, Card, State

LOCKED = "clientTransferProhibited"
OUT_OF_USE = frozenset({"redemptionPeriod", "pendingDelete"})
# Registries and we may round an expiry to other days; a renewal moves it by a year at least.
ROUNDING = timedelta(days=2)
# How far the clock of a registry may stand from ours.
CLOCKS = timedelta(hours=1)


class Verdict(StrEnum):
    """What the registry shows."""

    HAPPENED = "happened"
    UNDER_WAY = "under way"
    NOT = "not"


def find_out(order: RegistrarOrder, state: State | None) -> Verdict:
    """Whether what the order asks for is so."""
    if state is None:
        return Verdict.NOT
    return _BY_VERB[order.verb](order, state)


def _register(order: RegistrarOrder, state: State) -> Verdict:
    is_new = state.registered_at is None or state.registered_at >= order.created_at - CLOCKS
    if not (state.is_ours and is_new):
        return Verdict.NOT
    return Verdict.UNDER_WAY if "pendingCreate" in state.statuses else Verdict.HAPPENED


def _renew(order: RegistrarOrder, state: State) -> Verdict:
    before, after = order.expires_at_before, state.expires_at
    if not state.is_ours or before is None or after is None:
        return Verdict.NOT
    if after >= add_years(before, order.request["years"]) - ROUNDING:
        return Verdict.HAPPENED
    return Verdict.UNDER_WAY if "pendingRenew" in state.statuses else Verdict.NOT


def _restore(order: RegistrarOrder, state: State) -> Verdict:
    if not state.is_ours or state.statuses & OUT_OF_USE:
        return Verdict.NOT
    return Verdict.UNDER_WAY if "pendingRestore" in state.statuses else Verdict.HAPPENED


def _transfer(order: RegistrarOrder, state: State) -> Verdict:
    if state.is_ours:
        return Verdict.HAPPENED
    # Who took it in hand and now says nothing has not turned it down. Whoever shows the domain
    # shows that it waits (RFC 5731, 2.3): without `pendingTransfer` it is over.
    is_kept = state.transfer == NOT_SAID and order.code == codes.PENDING and not state.statuses
    is_pending = is_kept or state.transfer == "pending" or "pendingTransfer" in state.statuses
    return Verdict.UNDER_WAY if is_pending else Verdict.NOT


def _contacts(order: RegistrarOrder, state: State) -> Verdict:
    if state.is_ours and epp_cards.same(state.holder, Card(**order.request["holder"])):
        return Verdict.HAPPENED
    return Verdict.UNDER_WAY if "pendingUpdate" in state.statuses else Verdict.NOT


def _lock(order: RegistrarOrder, state: State) -> Verdict:
    if state.is_ours and (LOCKED in state.statuses) == order.request["is_locked"]:
        return Verdict.HAPPENED
    return Verdict.UNDER_WAY if "pendingUpdate" in state.statuses else Verdict.NOT


_BY_VERB = {
    "register": _register,
    "renew": _renew,
    "restore": _restore,
    "transfer": _transfer,
    "contacts": _contacts,
    "lock": _lock,
}
