"""Holders as contacts of EPP (RFC 5733), and moments as its dates."""

from __future__ import annotations

import hashlib
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

import phonenumbers

from products.registrar.port import Card

if TYPE_CHECKING:
    from epptools import Response


_TWO_NAMES = frozenset("ßς\u200c\u200d")


def handle_of(key: str) -> str:
    """The identifier of the contact that belongs to an order: 16 characters at most, and the
    same whenever the order is sent."""
    return f"R{hashlib.sha256(key.encode()).hexdigest()[:15].upper()}"


def contact_of(card: Card) -> dict[str, Any]:
    """What `contact.create` takes. `int` may hold ASCII alone (RFC 5733, 2.4), `loc` anything."""
    words = (card.name, card.organization, card.street, card.city, card.postal_code)
    return {
        "name": card.name or card.organization,
        "org": card.organization,
        "street": [line for line in card.street.splitlines() if line.strip()][:3],
        "city": card.city,
        "pc": card.postal_code,
        "cc": card.country,
        "type": "int" if all(word.isascii() for word in words) else "loc",
        "voice": dotted(card.phone),
        "email": mailbox(card.email),
    }


def card_of(response: Response) -> Card | None:
    """The card in an answer to `contact.info`."""
    forms = response.postal_info()
    form: dict[str, Any] = forms.get("loc") or forms.get("int") or {}
    if not form:
        return None
    return Card(
        name=form["name"],
        organization=form["org"],
        street="\n".join(form["street"]),
        postal_code=form["pc"],
        city=form["city"],
        country=form["cc"],
        phone=plain(response.voice() or ""),
        email=response.email() or "",
    )


def same(one: Card | None, other: Card) -> bool:
    """Whether two cards say the same, phone numbers by their digits."""
    if one is None:
        return False
    return _plainly(one) == _plainly(other)


def dotted(phone: str) -> str:
    """`+41.441234567`, as RFC 5733 wants it; empty for what is no number."""
    try:
        number = phonenumbers.parse(phone, None)
    except phonenumbers.NumberParseException:
        return ""
    return f"+{number.country_code}.{phonenumbers.national_significant_number(number)}"


def mailbox(address: str) -> str:
    """With its domain as registries know it (RFC 5733 wants ASCII): `bücher.example` becomes
    `xn--bcher-kva.example`. What the two standards of international names make different names of
    stays as it is written, and is the registry's to refuse: no letter goes to somebody else."""
    name, at, domain = address.rpartition("@")
    if domain.isascii() or _TWO_NAMES & set(domain):
        return address
    try:
        return f"{name}{at}{domain.encode('idna').decode('ascii')}"
    except UnicodeError:
        return address


def plain(phone: str) -> str:
    """The same number without its dot."""
    return phone.replace(".", "")


def moment_of(text: str | None) -> datetime | None:
    """A date and time of EPP; without a zone it is UTC (RFC 5731, 2.4)."""
    if not text:
        return None
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        return None
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _plainly(card: Card) -> Card:
    street = "\n".join(line for line in card.street.splitlines() if line.strip())
    return replace(card, name=card.name or card.organization, street=street,
                   phone=plain(dotted(card.phone) or card.phone),
                   email=mailbox(card.email))  # fmt: skip
