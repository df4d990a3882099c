"""Allowed or refused, why, resting on what, and who could change it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Basis:
    """One row or rule that a decision rests on; `given_by` and `given_at` when it is a row."""

    kind: str
    sentence: str | Promise
    row_id: int | None = None
    given_by: str = ""
    given_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Helper:
    """Somebody of this Organization who could change the decision."""

    name: str
    email: str
    role: str | Promise


def _nobody() -> Sequence[Helper]:
    return ()


@dataclass(frozen=True)
class Decision:
    """The answer of `policy.decide`; what it rests on and who could help are looked up only when
    somebody asks."""

    allowed: bool
    reason: str | Promise
    because: Sequence[Basis] = ()
    find_helpers: Callable[[], Sequence[Helper]] = field(default=_nobody, repr=False, compare=False)

    def __bool__(self) -> bool:
        return self.allowed

    @cached_property
    def helpers(self) -> Sequence[Helper]:
        """Who could change it; one query, made on the first look."""
        return self.find_helpers()
