"""One page of a list: the rows at a place, and whether there are more on either side."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import QuerySet

from console.shell.lists.keyset import Order, Place, Values

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
        rows = self.rows
        if place:
            rows = self.order.beyond(rows, place, backwards=backwards)
        read = self.order.values(rows, *self.fields)
        found = list(self.order.sorted(read, backwards=backwards)[: self.size + 1])
        more, found = len(found) > self.size, found[: self.size]
        if backwards:
            return Page(found[::-1], has_previous=more, has_next=place is not None)
        return Page(found, has_previous=place is not None, has_next=more)
