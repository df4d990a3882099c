"""How often something may be tried, counted in PostgreSQL.

A cache can be flushed, restarted or frozen, and must then neither re-open a door nor close it
for everybody; the table can't. One statement decides, so fifty attempts at once are counted as
fifty.
"""

from __future__ import annotations

import hashlib
import ipaddress
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import F
from django.utils import timezone

from auth2fa.models import Attempt

# Longer than the longest window below; what is older says nothing any more.
KEPT = timedelta(days=1)

_TAKE = """
    INSERT INTO auth2fa_attempt AS counted (key, taken, opened_at)
    SELECT key, %(times)s, %(now)s FROM unnest(%(keys)s::text[]) AS key ORDER BY key
    ON CONFLICT (key) DO UPDATE SET
        taken = CASE WHEN counted.opened_at <= %(expired)s
                     THEN excluded.taken ELSE counted.taken + excluded.taken END,
        opened_at = CASE WHEN counted.opened_at <= %(expired)s
                         THEN excluded.opened_at ELSE counted.opened_at END
    WHERE counted.opened_at <= %(expired)s OR counted.taken + excluded.taken <= %(most)s
    RETURNING key
"""


@dataclass(frozen=True, slots=True)
class Limit:
    """At most `most` times `within`, per source; the window opens with the first attempt."""

    name: str
    most: int
    within: timedelta


# A sixth wrong password within five minutes is refused (OWASP ASVS 6.3.1), and so is a machine
# that tries one password on many addresses.
SIGN_IN_TO_ADDRESS = Limit("sign-in to address", 5, timedelta(minutes=5))
SIGN_IN_FROM_SOURCE = Limit("sign-in from source", 20, timedelta(minutes=5))
# By account and not by address typed: whoever fails at the door must not lock out a live session.
PROOF = Limit("proof", 5, timedelta(minutes=5))
SIGN_UP = Limit("sign-up", 20, timedelta(minutes=10))
RESET_FOR_ADDRESS = Limit("reset for address", 5, timedelta(minutes=15))
RESET_FROM_SOURCE = Limit("reset from source", 20, timedelta(minutes=15))
CONFIRMATION_LETTER = Limit("confirmation letter", 1, timedelta(minutes=3))
ADDRESS_CHANGE = Limit("address change", 5, timedelta(hours=1))
FAILURE_LETTER = Limit("failure letter", 1, timedelta(hours=1))
# Whoever invites, and from however many Organizations: nobody's mailbox is filled, and nobody
# writes to the whole world in our name.
INVITATION_TO_ADDRESS = Limit("invitation to address", 5, timedelta(days=1))
INVITATIONS_OF_ORGANIZATION = Limit("invitations of organization", 1000, timedelta(days=1))
INVITATIONS_BY_PERSON = Limit("invitations by person", 1000, timedelta(days=1))
# Over every form that someone without a session can send, whatever it is for.
ANONYMOUS_FORMS = Limit("anonymous forms", 100, timedelta(minutes=5))


def take(limit: Limit, source: str, *, times: int = 1) -> bool:
    """Count one attempt, or `times` at once; False when that would pass the limit, and then
    nothing is counted.

    Call it outside the transaction that a refusal would roll back.
    """
    return bool(take_each(limit, [source], times=times))


def take_each(limit: Limit, sources: Sequence[str], *, times: int = 1) -> set[str]:
    """The same for each of several sources in one statement; those that may, are answered.

    Rows are taken in one order, so that two at once never wait for each other.
    """
    keys = {_key(limit, source): source for source in sources}
    if times > limit.most or not keys:
        return set()
    now = timezone.now()
    values: dict[str, Any] = {
        "keys": list(keys),
        "times": times,
        "now": now,
        "expired": now - limit.within,
        "most": limit.most,
    }
    with connection.cursor() as cursor:
        cursor.execute(_TAKE, values)
        return {keys[key] for (key,) in cursor.fetchall()}


def give_back(limit: Limit, source: str) -> None:
    """Undo one attempt that turned out right; the failures counted beside it stay."""
    Attempt.objects.filter(key=_key(limit, source), taken__gt=0).update(taken=F("taken") - 1)


def forget(limit: Limit, source: str) -> None:
    """Start again from nothing, when the owner has proved themselves in another way."""
    Attempt.objects.filter(key=_key(limit, source)).delete()


def source_of(ip: str | None) -> str:
    """The address, or the /64 network that one IPv6 subscriber has to choose from."""
    return _network(ip, bits_4=32, bits_6=64)


def network_of(ip: str | None) -> str:
    """The neighborhood in which an address counts as the same place: /24, or /48 of IPv6."""
    return _network(ip, bits_4=24, bits_6=48)


def _network(ip: str | None, *, bits_4: int, bits_6: int) -> str:
    try:
        address = ipaddress.ip_address(ip or "")
    except ValueError:
        return ip or "unknown"
    bits = bits_4 if address.version == 4 else bits_6
    return str(ipaddress.ip_network(f"{address}/{bits}", strict=False))


def _key(limit: Limit, source: str) -> str:
    """A digest: what people typed into a sign-in form is not kept."""
    return hashlib.sha256(f"{limit.name}\0{source.lower()}".encode()).hexdigest()
