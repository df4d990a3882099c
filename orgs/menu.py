"""What can be done to one row: lines that are declared once and decided for each."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.db import models
from django.utils.functional import Promise

from console.shell.decision import Decision
from console.shell.http import url_for
from console.shell.request import Request
from orgs.policy import decide


@dataclass(frozen=True, slots=True)
class Entry[T: models.Model]:
    """One line of a menu, as declared: the gate it asks, the page it opens, and to which rows it
    applies (None: to every one). `is_dialog`: that page has a partial `dialog`."""

    permission: str
    label: str | Promise
    icon: str
    page: str
    applies: Callable[[T], bool] | None = None
    is_dialog: bool = True
    is_danger: bool = False


@dataclass(frozen=True, slots=True)
class Item[T: models.Model]:
    """One line of the menu of one row; a closed one carries its reason."""

    entry: Entry[T]
    href: str
    decision: Decision


def items_of[T: models.Model](
    request: Request, entries: Sequence[Entry[T]], row: T
) -> list[Item[T]]:
    """Every entry that applies to the row now; a closed one says why and who can."""
    return [
        Item(
            entry,
            url_for(request, entry.page, pk=row.pk),
            decide(request.actor, entry.permission, row),
        )
        for entry in entries
        if entry.applies is None or entry.applies(row)
    ]
