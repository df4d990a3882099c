"""What is wanted of the long lists, and whether it is so."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Finding:
    """One measured number beside its goal. A limit of None is shown for comparison only."""

    goal: str
    what: str
    value: float
    unit: str
    limit: float | None = None
    note: str = ""

    @property
    def is_met(self) -> bool | None:
        """Whether the value is within the limit; None when there is none."""
        return None if self.limit is None else self.value <= self.limit

    def as_json(self) -> dict[str, Any]:
        """Everything, rounded to what repeats."""
        return {**asdict(self), "value": round(self.value, 3), "met": self.is_met}


LIMITS = {
    "page cpu": 20.0,
    "page database": 6.0,
    "fragment cpu": 12.0,
    "page queries": 8.0,
    "fragment queries": 6.0,
    "change statements": 9.0,
    "flat": 1.3,
    "flat search": 2.0,
    "page kb": 45.0,
    "page gzipped kb": 5.0,
    "row kb": 1.0,
    "change cpu": 10.0,
    "web mib": 90.0,
    "worker mib": 250.0,
    "tail": 4.0,
    "errors": 0.0,
}
"""The limit of each kind of finding; a goal is changed here and nowhere else."""
