"""The port by which every app says what a team carries for the people in it.

`orgs` owns it; the apps above register in `AppConfig.ready`. Where nothing is registered, the
pages of teams say nothing about it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Container, Mapping, Sequence

from django.utils.functional import Promise

from console.shell.actor import Actor

Line = str | Promise
# For teams by number: sentences with what the team gives, as far as that actor may know. Asked
# once for a page.
Describe = Callable[[Actor, Sequence[int]], Mapping[int, Sequence[Line]]]

_carried: dict[str, Describe] = {}


def register(name: str, describe: Describe) -> None:
    """Add a kind of thing that teams carry (`products.grants`); twice is a mistake."""
    if name in _carried:
        raise ValueError(f"{name} is carried already")
    _carried[name] = describe


def is_anything_carried() -> bool:
    """Whether any app gives teams something to carry."""
    return bool(_carried)


def carried_by(
    actor: Actor, team_ids: Sequence[int], *, beside: Container[str] = ()
) -> dict[int, list[Line]]:
    """What each of these teams carries, from every app; each asks its rows once. `beside` are
    those whose things stand on the page one by one already."""
    lines: dict[int, list[Line]] = defaultdict(list)
    for name, describe in _carried.items():
        if name in beside:
            continue
        for team_id, found in describe(actor, team_ids).items():
            lines[team_id] += found
    return lines
