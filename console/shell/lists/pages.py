"""One page of a list: the rows at a place, and whether there are more on either side."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.db.models.expressions import Combinable

from console.shell.lists.keyset import Order, Place, Values
from console.shell.lists.statement import Conditions, Statements
from console.shell.prepared import Slot

LAST = "end"
"""`before=end` asks for the last page."""


@dataclass(frozen=True, slots=True)
class Page:
    """What was read."""

    rows: list[Values]
    has_previous: bool
    has_next: bool


@dataclass(frozen=True, slots=True)
class Pages:
    """All rows of a list, to be read `size` at a time."""

    rows: QuerySet[Any]
    order: Order
    fields: tuple[str, ...]
    size: int
    statements: Statements = field(default_factory=Statements)
    beside: Mapping[str, Combinable] = field(default_factory=dict)

    def at(self, *, before: str, after: str) -> Page:
        """The page that two parameters of an address name; the first for what names none."""
        if before == LAST:
            return self._read(backwards=True)
        if place := self.order.decode(before):
            page = self._read(place, backwards=True)
            # Rows were removed since: a whole first page instead of a short one.
            is_short = not page.has_previous and len(page.rows) < self.size
            return self._read() if is_short else page
        if place := self.order.decode(after):
            page = self._read(place)
            return page if page.rows else self._read()
        return self._read()

    def _read(self, place: Place | None = None, *, backwards: bool = False) -> Page:
        found = self._found(place, backwards=backwards)
        more, found = len(found) > self.size, found[: self.size]
        if backwards:
            return Page(found[::-1], has_previous=more, has_next=place is not None)
        return Page(found, has_previous=place is not None, has_next=more)

    def _found(self, place: Place | None, *, backwards: bool) -> list[Values]:
        """The rows of the page, and one more where there is one. One query."""
        conditions, order = Conditions.of(self.rows), self.order
        if conditions is None:
            return list(self._queryset(place, backwards=backwards))
        slots = {f"place_{number}": each for number, each in enumerate(place or ())}
        statement = self.statements.around(
            conditions,
            (order.names, order.descending, backwards, place is not None),
            lambda: self._queryset(tuple(map(Slot, slots)), backwards=backwards),
        )
        if statement is None:
            return list(self._queryset(place, backwards=backwards))
        return statement.run(self.rows.db, conditions, slots)

    def _queryset(self, place: Place | None, *, backwards: bool) -> QuerySet[Any, Values]:
        rows, order = self.rows, self.order
        if place:
            rows = order.beyond(rows, place, backwards=backwards)
        read = order.values(rows, *self.fields, **self.beside)
        return order.sorted(read, backwards=backwards)[: self.size + 1]
