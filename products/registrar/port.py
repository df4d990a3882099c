"""The port to the registries: what a registrar can be asked, whoever answers.

Two sides fill it: the embedded registry (`products.registrar.embedded`, the default) and EPP
(`products.registrar.epp`). Every command that costs money or changes something carries a `key`,
its client transaction identifier: asked twice under one key it happens once. Where no answer
comes, nobody knows whether it happened: `Uncertain`, and the domain is queried before the
command is repeated (`products.registrar.orders`).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol

# A question about a transfer that was refused.
NOT_SAID = "not said"


class RegistrarError(Exception):
    """The registry did not do it; `code` is its EPP result code (RFC 5730, section 3)."""

    def __init__(self, code: int, message: str = "") -> None:
        super().__init__(f"{code}: {message}")
        self.code = code
        self.message = message


class Refused(RegistrarError):
    """A definite no: nothing happened, and asking again changes nothing."""


class Unavailable(RegistrarError):
    """Nothing happened now; later it may (2400, 2500 to 2502, no connection)."""


class Uncertain(RegistrarError):
    """The command left and no answer came: it may or may not have happened."""

    def __init__(self, message: str = "") -> None:
        super().__init__(0, message)


@dataclass(frozen=True, slots=True)
class Card:
    """A contact as registries know one (RFC 5733)."""

    name: str
    organization: str
    street: str
    postal_code: str
    city: str
    country: str
    phone: str
    email: str


@dataclass(frozen=True, slots=True)
class State:
    """What the registry says of a domain that we sponsor, or that exists elsewhere.

    `statuses` are those of EPP and of RFC 3915 (`ok`, `redemptionPeriod`, `pendingRestore`,
    `pendingDelete`, `clientTransferProhibited` …); a name in redemption is not called
    `pendingDelete` here, though EPP says both of it. `is_ours` tells whether we are its
    registrar. `transfer` is what became of the last transfer we asked for (RFC 5730: `pending`,
    `clientApproved`, `clientRejected` …), empty when there was none, `NOT_SAID` when the registry
    does not tell.
    """

    name: str
    is_ours: bool
    statuses: frozenset[str]
    registered_at: datetime | None = None
    expires_at: datetime | None = None
    holder: Card | None = None
    nameservers: tuple[str, ...] = ()
    transfer: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """The answer to a command that was carried out, or (1001) taken in hand."""

    key: str
    name: str
    is_pending: bool = False
    expires_at: datetime | None = None
    registry_transaction: str = ""


@dataclass(frozen=True, slots=True)
class Message:
    """Something the registry tells by itself, in its queue (RFC 5730, section 2.9.2.3)."""

    identifier: str
    at: datetime
    text: str
    name: str = ""
    kind: str = ""
    facts: Mapping[str, str] = field(default_factory=dict)


class Registrar(Protocol):
    """What can be asked. Every method raises `Refused`, `Unavailable` or `Uncertain`; those
    that only ask (`check`, `query`, `poll`) are never uncertain."""

    def check(self, names: Sequence[str]) -> Mapping[str, bool]:
        """Whether each name is free."""
        ...

    def query(self, name: str) -> State | None:
        """What the registry knows of the name; None when it is free."""
        ...

    def register(
        self, name: str, *, years: int, holder: Card, nameservers: Sequence[str], key: str
    ) -> Receipt:
        """Register for 1 to 10 years."""
        ...

    def renew(self, name: str, *, years: int, expires_at: datetime, key: str) -> Receipt:
        """Add years. `expires_at` is the expiry known here: with another one the registry
        refuses (2105), so that no renewal happens twice."""
        ...

    def restore(self, name: str, *, key: str) -> Receipt:
        """Bring back from redemption, report included (RFC 3915)."""
        ...

    def transfer_in(self, name: str, *, authorization_code: str, key: str) -> Receipt:
        """Ask for a transfer to us; mostly pending until the other side or a message answers."""
        ...

    def update_contacts(self, name: str, *, holder: Card, key: str) -> Receipt:
        """Set the holder."""
        ...

    def authorization_code(self, name: str, *, key: str) -> str:
        """Make a new code for leaving, and answer it; the old one is dead."""
        ...

    def lock(self, name: str, *, is_locked: bool, key: str) -> Receipt:
        """Forbid or allow a transfer away (`clientTransferProhibited`)."""
        ...

    def poll(self) -> Message | None:
        """The oldest message of the queue, which stays there until it is acknowledged."""
        ...

    def acknowledge(self, message: Message) -> None:
        """Take the message off the queue; twice does nothing."""
        ...
