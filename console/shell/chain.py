"""The chain of the log: what of an entry is sealed, with which key, and after which other.

An entry's hash is an HMAC-SHA256 over all that it says, its number and the hash of the entry
before it. The key stands in the environment (`AUDIT_KEY`), never in the database: whoever can
write to the database alone can change an entry, but cannot make the hash that fits.
"""

from __future__ import annotations

import functools
import hashlib
import hmac
import ipaddress
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder

# What an entry says. The order is part of the seal, and so are the names.
FACTS = (
    "organization_id",
    "person_id",
    "event",
    "actor_id",
    "actor_name",
    "on_behalf_of",
    "credential",
    "subject_type",
    "subject_id",
    "subject_name",
    "about_id",
    "undoes",
    "before",
    "after",
    "ip",
    "request_id",
    "created_at",
)
VERSION = "regie log 1"
SHORT = 12  # characters of a hash that are shown to people: 48 bits

Facts = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Chain:
    """One log: an Organization's, a person's own, or that of entries of neither."""

    organization_id: int | None = None
    person_id: int | None = None

    def __str__(self) -> str:
        if self.organization_id is not None:
            return f"organization {self.organization_id}"
        return "console" if self.person_id is None else f"person {self.person_id}"


@dataclass(frozen=True, slots=True)
class Key:
    """A key and its short id, which each entry names; the id tells nothing of the key."""

    id: str
    secret: bytes


def current_key() -> Key:
    """The key that new entries are sealed with."""
    return _key(settings.AUDIT_KEY)


def known_keys() -> dict[str, Key]:
    """Every key that entries may have been sealed with, by its short id."""
    return {
        each.id: each for each in map(_key, [settings.AUDIT_KEY, *settings.AUDIT_KEY_FALLBACKS])
    }


@functools.lru_cache(maxsize=16)
def _key(text: str) -> Key:
    secret = hashlib.sha256(f"{VERSION} key\n{text}".encode()).digest()
    return Key(hashlib.sha256(b"id\n" + secret).hexdigest()[:8], secret)


def seal(facts: Facts, *, number: int, previous: str, key: Key) -> str:
    """The hash of an entry, 64 hexadecimal digits.

    `facts` are by the names of FACTS, with `before` and `after` as JSON text, `ip` as text and
    `created_at` aware. `previous` is the hash before it, empty for the first.
    """
    said = [_text(facts, name) for name in FACTS]
    message = "\n".join([VERSION, key.id, str(number), previous, *said])
    return hmac.new(key.secret, message.encode(), hashlib.sha256).hexdigest()


def as_json(values: Mapping[str, object]) -> str:
    """Values as they are stored and sealed."""
    return json.dumps(values, cls=DjangoJSONEncoder, ensure_ascii=False)


def _text(facts: Facts, name: str) -> str:
    """One fact on one line, its type told by its shape."""
    value = facts[name]
    if value is None:
        return "null"
    if name in {"before", "after"}:
        return canonical_json(str(value))
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat(timespec="microseconds")
    if name == "ip":
        return ipaddress.ip_address(str(value)).packed.hex()
    return json.dumps(value)


class _Number(str):
    """A number of JSON by its digits: 1 and 1.0 are two."""

    __slots__ = ()


def canonical_json(text: str) -> str:
    """The same for every way to write the same JSON, on one line, and for nothing else.

    Numbers are told by their digits as PostgreSQL keeps them: 1 is not 1.0, 1e2 is 100.
    """
    return _canonical(json.loads(text, parse_int=_number, parse_float=_number))


def _number(text: str) -> _Number:
    digits = format(Decimal(text), "f")
    return _Number(digits if Decimal(text) else digits.lstrip("-"))


def _canonical(value: object) -> str:
    if isinstance(value, _Number):
        return str(value)
    if isinstance(value, dict):
        members = (f"{json.dumps(name)}:{_canonical(value[name])}" for name in sorted(value))
        return f"{{{','.join(members)}}}"
    if isinstance(value, list):
        return f"[{','.join(map(_canonical, value))}]"
    return json.dumps(value)
