"""Which rows were ticked."""

from __future__ import annotations

from django.http import HttpRequest

_LARGEST_ID = 2**63 - 1


def selected_ids(request: HttpRequest, name: str = "selected") -> tuple[int, ...]:
    """The ids that were ticked, each once, in the order sent; what is no id is dropped.

    They are only numbers: the rows come from `visible_to`, which also drops another
    Organization's. (Django refuses a form of more than 1,000 fields before this.)
    """
    sent = request.POST if request.method == "POST" else request.GET
    ids = (int(text) for text in sent.getlist(name) if _is_id(text))
    return tuple(dict.fromkeys(ids))


def _is_id(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= 19 and 0 < int(text) <= _LARGEST_ID
