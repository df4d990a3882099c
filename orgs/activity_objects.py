"""From an entry of the log to the page of what it speaks of, as long as that is there."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import F, IntegerField, QuerySet, Value

from console.shell.actor import Actor
from console.shell.http import url_for
from console.shell.request import Request
from orgs.models import Membership, Team

Object = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of object that has a page: which of them the actor may see, and the page."""

    rows: Callable[[Actor], QuerySet[Any]]
    page: str


_kinds: dict[str, Kind] = {}


def show_objects(subject_type: str, kind: Kind) -> None:
    """Say where objects of a kind are shown; higher apps do it in `AppConfig.ready`."""
    _kinds[subject_type] = kind


def pages_of(request: Request, objects: Iterable[Object]) -> dict[Object, str]:
    """The address of the page of each object that still is and may be seen. One query."""
    asked: dict[str, set[int]] = {}
    for subject_type, pk in objects:
        if subject_type in _kinds:
            asked.setdefault(subject_type, set()).add(pk)
    if not asked:
        return {}
    names = list(asked)
    first, *others = (
        _kinds[name]
        .rows(request.actor)
        .filter(pk__in=asked[name])
        .order_by()
        .values_list(Value(place, IntegerField()), F("pk"))
        for place, name in enumerate(names)
    )
    found = first.union(*others, all=True) if others else first
    return {
        (names[place], pk): url_for(request, _kinds[names[place]].page, pk=pk)
        for place, pk in found
    }


show_objects("orgs.membership", Kind(Membership.objects.visible_to, "orgs:member-view"))
show_objects("orgs.team", Kind(Team.objects.visible_to, "orgs:team-view"))
