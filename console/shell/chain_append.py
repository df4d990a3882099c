"""Appending to a chain of the log: one statement where the head is known, never a gap."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from contextvars import ContextVar
from dataclasses import dataclass
from typing import Any

from django.db import connection, models
from django.db.models.functions import JSONObject

from console.shell.chain import FACTS, Chain, Facts, current_key, seal
from console.shell.models import AuditEntry, ChainHead

# Takes the head, makes it where there is none, and holds it until the end of the transaction.
_HOLD = """
INSERT INTO shell_chainhead (organization_id, person_id, number, hash, adopted, told_number)
VALUES (%s, %s, 0, '', 0, 0)
ON CONFLICT (organization_id, person_id) DO UPDATE SET number = shell_chainhead.number
RETURNING id, number, hash
"""
# Entries and head in one, if the head is still the one that the entries were sealed after.
_MOVE = """
UPDATE shell_chainhead SET number = %s, hash = %s
WHERE id = %s AND number = %s AND hash = %s
RETURNING id
"""
_BEGIN = """
INSERT INTO shell_chainhead (organization_id, person_id, number, hash, adopted, told_number)
VALUES (%s, %s, %s, %s, 0, 0)
ON CONFLICT (organization_id, person_id) DO NOTHING
RETURNING id
"""
_APPEND = """
WITH moved AS ({move})
INSERT INTO shell_auditentry (number, key_id, hash, organization_id, person_id, event, actor_id,
    actor_name, on_behalf_of, credential, subject_type, subject_id, subject_name, about_id,
    undoes, before, after, ip, request_id, created_at)
SELECT entry.* FROM moved, unnest(%s::bigint[], %s::text[], %s::text[], %s::bigint[],
    %s::bigint[], %s::text[], %s::bigint[], %s::text[], %s::text[], %s::text[], %s::text[],
    %s::bigint[], %s::text[], %s::bigint[], %s::bigint[], %s::jsonb[], %s::jsonb[], %s::inet[],
    %s::text[], %s::timestamptz[]) AS entry(number)
ORDER BY entry.number
RETURNING id, number, (SELECT id FROM moved)
"""
_APPEND_NEXT, _APPEND_FIRST = _APPEND.format(move=_MOVE), _APPEND.format(move=_BEGIN)


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a chain: its number and its hash, and the row that keeps both.

    `id` is 0 where there is no row yet.
    """

    chain: Chain
    id: int = 0
    number: int = 0
    hash: str = ""


# The head that was read last; nothing rests on its being right.
_seen: ContextVar[Head | None] = ContextVar("chain_head_seen", default=None)


def append(chain: Chain, facts: Sequence[Facts]) -> list[AuditEntry]:
    """Write entries at the end of their chain, in the caller's transaction.

    Whoever appends to one chain waits for whoever did before, until the end of that
    transaction. One statement when the head was read before (`head_beside`, or an entry of
    the same transaction) and nobody moved it since, else two or three.
    """
    seen = _seen.get()
    if seen is not None and seen.chain == chain:
        written = _write(seen, facts)
        if written:
            return written
    written = _write(_hold(chain), facts)
    if not written:
        raise RuntimeError(f"the head of {chain} moved while it was held")
    return written


def head_beside(organization: models.OuterRef) -> models.Subquery:
    """The head of an Organization's chain, to be read along with something else: `foresee`."""
    heads = ChainHead.objects.filter(organization_id=organization, person_id=None)
    return models.Subquery(heads.values(head=JSONObject(id="id", number="number", hash="hash"))[:1])


def foresee(chain: Chain, head: Mapping[str, Any] | None) -> None:
    """Say where a chain stood when `head_beside` was read. A stale head costs two statements
    and spoils nothing: entries are written after the true one or not at all."""
    _seen.set(Head(chain, head["id"], head["number"], head["hash"]) if head else Head(chain))


def _hold(chain: Chain) -> Head:
    with connection.cursor() as cursor:
        cursor.execute(_HOLD, [chain.organization_id, chain.person_id])
        pk, number, digest = cursor.fetchone()
    return Head(chain, pk, number, digest)


def _write(head: Head, facts: Sequence[Facts]) -> list[AuditEntry]:
    key, digest, sealed = current_key(), head.hash, []
    for number, each in enumerate(facts, head.number + 1):
        digest = seal(each, number=number, previous=digest, key=key)
        sealed.append((number, key.id, digest, *(each[name] for name in FACTS)))
    last = head.number + len(facts)
    columns: list[list[Any]] = [list(column) for column in zip(*sealed, strict=True)]
    with connection.cursor() as cursor:
        if head.id:
            moving: list[Any] = [last, digest, head.id, head.number, head.hash]
            cursor.execute(_APPEND_NEXT, [*moving, *columns])
        else:
            beginning: list[Any] = [head.chain.organization_id, head.chain.person_id, last, digest]
            cursor.execute(_APPEND_FIRST, [*beginning, *columns])
        found = cursor.fetchall()
    if not found:
        return []
    _seen.set(Head(head.chain, found[0][2], last, digest))
    ids = {number: pk for pk, number, _head in found}
    return [_entry(ids[row[0]], row) for row in sealed]


def _entry(pk: int, row: tuple[Any, ...]) -> AuditEntry:
    names = ("id", "number", "key_id", "hash", *FACTS)
    entry = AuditEntry(**dict(zip(names, (pk, *row), strict=True)))
    entry._state.adding, entry._state.db = False, connection.alias
    return entry
