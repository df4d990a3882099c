"""Reading the log from its first entry to its last, and telling what does not fit.

Each chain is walked by number: an entry whose hash is not what its facts, its number and the
hash before it make was changed; a number that is left out is missing; numbers that end before
the head are cut off. Whoever can write to the database can take entries and head away together:
a head that was sent in a letter tells that, too.
"""

from __future__ import annotations

import hmac
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import groupby
from typing import Any

from django.db import connection, transaction

from console.shell.chain import FACTS, SHORT, Chain, Key, known_keys, seal

# How many rows of the database are in memory at once.
BATCH = 1_000
_READ_AS = {"before": "before::text", "after": "after::text", "ip": "host(ip)"}
_COLUMNS = ", ".join(["number", "hash", "key_id", "id", *(_READ_AS.get(n, n) for n in FACTS)])
_ENTRIES = (
    f"SELECT {_COLUMNS} FROM shell_auditentry {{where}}"  # noqa: S608 - names of columns
    " ORDER BY organization_id, person_id, number, id"
)
_HEADS = (
    "SELECT organization_id, person_id, number, hash, adopted FROM shell_chainhead {where}"
    " ORDER BY organization_id, person_id"
)
_ONE = "WHERE organization_id = %s AND person_id IS NULL"


@dataclass(frozen=True, slots=True)
class Seen:
    """A head that somebody kept: `number:hash`, the hash whole or its first characters."""

    number: int
    hash: str

    @classmethod
    def of(cls, text: str) -> Seen:
        """Raises ValueError for what is none, and for a hash too short to prove anything."""
        number, _colon, digest = text.strip().lower().partition(":")
        if not number.isdecimal() or not SHORT <= len(digest) <= 64 or int(number) < 1:
            raise ValueError(f"not a head (number:hash, {SHORT} characters of it or more): {text}")
        int(digest, 16)
        return cls(int(number), digest)


@dataclass(slots=True)
class Report:
    """What was found in one chain. `adopted` entries were sealed when the chain began."""

    chain: Chain
    entries: int = 0
    last: int = 0
    hash: str = ""
    adopted: int = 0
    faults: list[str] = field(default_factory=list)


def verify(*, organization_id: int | None = None, seen: Sequence[Seen] = ()) -> Iterator[Report]:
    """Every chain, or one Organization's, as of one moment; `seen` are heads of that one.

    Reads in pieces of a server-side cursor: memory does not grow with the log. Writes nothing.
    To be asked outside a transaction.
    """
    where, values = (_ONE, [organization_id]) if organization_id is not None else ("", [])
    keys = known_keys()
    with transaction.atomic(durable=True), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        cursor.execute("SET LOCAL statement_timeout = 0")
        heads = _read("log_heads", _HEADS.format(where=where), values)
        entries = _read("log_entries", _ENTRIES.format(where=where), values)
        for chain, head, rows in _beside(heads, entries):
            yield _Walk(chain, keys, seen).over(rows, head)


def _read(name: str, sql: str, values: list[Any]) -> Iterator[dict[str, Any]]:
    with connection.connection.cursor(name=name) as rows:
        rows.itersize = BATCH
        rows.execute(sql, values)
        names = [each.name for each in rows.description]
        # `before::text` keeps the name of its column; the address comes as `host`.
        names = ["ip" if each == "host" else each for each in names]
        for row in rows:
            yield dict(zip(names, row, strict=True))


def _beside(
    heads: Iterator[dict[str, Any]], entries: Iterator[dict[str, Any]]
) -> Iterator[tuple[Chain, dict[str, Any] | None, Iterator[dict[str, Any]]]]:
    """Each chain with its head and its entries; both come in the same order."""
    head = next(heads, None)
    for chain, rows in groupby(entries, key=_chain_of):
        while head is not None and _place(_chain_of(head)) < _place(chain):
            yield _chain_of(head), head, iter(())
            head = next(heads, None)
        if head is not None and _chain_of(head) == chain:
            yield chain, head, rows
            head = next(heads, None)
        else:
            yield chain, None, rows
    while head is not None:
        yield _chain_of(head), head, iter(())
        head = next(heads, None)


def _chain_of(row: dict[str, Any]) -> Chain:
    return Chain(row["organization_id"], row["person_id"])


def _place(chain: Chain) -> tuple[float, float]:
    """Where a chain stands in the order of the database, which puts what is empty last."""
    return tuple(  # type: ignore[return-value]
        float("inf") if each is None else each for each in (chain.organization_id, chain.person_id)
    )


class _Walk:
    """One chain, entry by entry."""

    def __init__(self, chain: Chain, keys: dict[str, Key], seen: Sequence[Seen]) -> None:
        self.report = Report(chain)
        self.keys = keys
        self.seen = {each.number: each for each in seen}
        self.expected = 1
        self.previous: str | None = ""
        self.last_id = 0

    def over(self, rows: Iterator[dict[str, Any]], head: dict[str, Any] | None) -> Report:
        for row in rows:
            self._entry(row)
        self._end(head)
        return self.report

    def _fault(self, text: str) -> None:
        self.report.faults.append(text)

    def _entry(self, row: dict[str, Any]) -> None:
        number, report = row["number"], self.report
        if number < self.expected:
            self._fault(f"entry {number} was inserted: its number is taken")
            return
        if number > self.expected:
            self._fault(_missing(self.expected, number - 1))
            self.previous = None  # nothing is known of what came before this one
        self._fits(row)
        kept = self.seen.pop(number, None)
        if kept and not row["hash"].startswith(kept.hash):
            self._fault(f"entry {number} is not the one that was the head: history rewritten")
        report.entries, report.last, report.hash = report.entries + 1, number, row["hash"]
        self.expected, self.previous = number + 1, row["hash"]
        self.last_id = max(self.last_id, row["id"])

    def _fits(self, row: dict[str, Any]) -> None:
        number, key = row["number"], self.keys.get(row["key_id"])
        if key is None:
            self._fault(f"entry {number} names a key that is not here: {row['key_id']}")
        elif self.previous is None:
            return  # reported as missing before; the next one can be told again
        elif not hmac.compare_digest(
            seal(row, number=number, previous=self.previous, key=key), row["hash"]
        ):
            is_moved = row["id"] < self.last_id
            self._fault(f"entry {number} was {'moved' if is_moved else 'changed'}")

    def _end(self, head: dict[str, Any] | None) -> None:
        report = self.report
        report.adopted = head["adopted"] if head else 0
        last = self.expected - 1
        if head is None:
            self._fault("the head is missing")
        elif last < head["number"]:
            self._fault(f"cut off: {_missing(last + 1, head['number'])}")
        elif last > head["number"]:
            self._fault(f"entries after the head, number {head['number']}, were inserted")
        elif report.hash != head["hash"]:
            self._fault(f"the head is not the hash of the last entry, number {last}")
        for number in sorted(self.seen):
            self._fault(f"cut off: entry {number} was the head once and is not here")


def _missing(first: int, last: int) -> str:
    if first == last:
        return f"entry {first} is missing"
    return f"entries {first} to {last} are missing"
