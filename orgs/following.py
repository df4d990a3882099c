"""The port by which every app says what follows a membership.

`orgs` owns it and loops over it; the apps above register in `AppConfig.ready`. Nothing about
products, mail or billing stands in `orgs`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Protocol

from django.utils.functional import Promise

from orgs.models import Membership

Line = str | Promise


@dataclass(frozen=True, slots=True)
class Comparison:
    """What a person loses, keeps and gains with another role: sentences with names and
    counts, for whoever is about to press *Save*."""

    loses: Sequence[Line] = field(default_factory=tuple)
    keeps: Sequence[Line] = field(default_factory=tuple)
    gains: Sequence[Line] = field(default_factory=tuple)


class Follower(Protocol):
    """One kind of thing that hangs on a membership."""

    def compare(self, membership: Membership, *, role: str, has_accounting: bool) -> Comparison:
        """What of it the member would lose, keep and gain with `role`."""
        ...


_followers: dict[str, Follower] = {}


def register(name: str, follower: Follower) -> None:
    """Add a kind of thing, by its full name (`products.grants`); twice is a mistake."""
    if name in _followers:
        raise ValueError(f"{name} follows already")
    _followers[name] = follower


def followers() -> Iterator[Follower]:
    """All that is registered, in the order of the apps."""
    yield from _followers.values()


def compare(membership: Membership, *, role: str, has_accounting: bool) -> Comparison:
    """Everything the change means, from every app."""
    parts = [
        each.compare(membership, role=role, has_accounting=has_accounting) for each in followers()
    ]
    return Comparison(
        loses=[line for part in parts for line in part.loses],
        keeps=[line for part in parts for line in part.keeps],
        gains=[line for part in parts for line in part.gains],
    )
