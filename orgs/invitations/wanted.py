"""One person to be invited, as plain values: what a form and a line of a file come to."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True)
class Wanted:
    """Whom to invite, as what. `email` is in lower case; `teams` are their numbers;
    `preferences` are choices as `orgs.topics` has them, where they differ from the default;
    `grants` is what higher apps will begin, by the name of each follower."""

    email: str
    role: str
    has_accounting: bool = False
    teams: tuple[int, ...] = ()
    preferences: Mapping[str, Sequence[str]] = field(default_factory=dict)
    grants: Mapping[str, Mapping[str, object]] = field(default_factory=dict)
