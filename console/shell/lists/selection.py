"""Which rows were ticked, and where a row stands."""

from __future__ import annotations

from collections.abc import Iterable

from django.http import HttpRequest

_LARGEST_ID = 2**63 - 1


def selected_ids(request: HttpRequest, name: str = "selected") -> tuple[int, ...]:
    """The ids that were ticked, each once, in the order sent; what is no id is dropped.

    They are only numbers: the rows come from `visible_to`, which also drops another
    Organization's. (Django refuses a form of more than 1,000 fields before this.)
    """
    sent = request.POST if request.method == "POST" else request.GET
    return ids_in(sent.getlist(name))


def ids_in(sent: Iterable[str]) -> tuple[int, ...]:
    """The same of what a field was sent with."""
    return tuple(dict.fromkeys(int(text) for text in sent if _is_id(text)))


def row_at(table: str, pk: int) -> str:
    """Where htmx finds the row of a list whose tick box has that number. Rows carry no ids: fifty
    of them would weigh more than the question."""
    return f'#{table} tr:has(> td > [value="{pk}"])'


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 19 and 0 < int(text) <= _LARGEST_ID
