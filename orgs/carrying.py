"""The port by which every app says what a team carries for the people in it.

`orgs` owns it; the apps above register in `AppConfig.ready`. Where nothing is registered, the
pages of teams say nothing about it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence

from django.utils.functional import Promise

Line = str | Promise
# For teams by number: sentences with the name of what the team gives. Asked once for a page.
Describe = Callable[[Sequence[int]], Mapping[int, Sequence[Line]]]

_carried: dict[str, Describe] = {}


def register(name: str, describe: Describe) -> None:
    """Add a kind of thing that teams carry (`products.grants`); twice is a mistake."""
    if name in _carried:
        raise ValueError(f"{name} is carried already")
    _carried[name] = describe


def is_anything_carried() -> bool:
    """Whether any app gives teams something to carry."""
    return bool(_carried)


def carried_by(team_ids: Sequence[int]) -> dict[int, list[Line]]:
    """What each of these teams carries, from every app; each asks its rows once."""
    lines: dict[int, list[Line]] = defaultdict(list)
    for describe in _carried.values():
        for team_id, found in describe(team_ids).items():
            lines[team_id] += found
    return lines
