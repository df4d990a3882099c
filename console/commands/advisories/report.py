"""The answer of a look-up, whoever gave it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from console.commands.advisories.lock import Locked

OLDEST = timedelta(days=14)


@dataclass(frozen=True)
class Finding:
    """An advisory that names a locked version."""

    locked: Locked
    advisory: str
    fixed_in: tuple[str, ...]

    def __str__(self) -> str:
        fixed = f"fixed in {', '.join(self.fixed_in)}" if self.fixed_in else "no fix is known"
        return f"{self.locked}: {self.advisory}, {fixed}"


@dataclass(frozen=True)
class Report:
    """`source` in words, the moment up to which it knows, and what it says of the versions."""

    source: str
    dated: datetime
    looked_up: list[Locked]
    findings: list[Finding]

    def lines(self) -> Iterator[str]:
        """For the terminal: what was looked up, where, as of when, and what was found."""
        yield f"Looked up: {len(self.looked_up)} locked versions"
        yield f"Source: {self.source}, as of {self.dated:%Y-%m-%d}"
        yield from (f"Found: {finding}" for finding in self.findings)
        if not self.findings:
            yield "Found: nothing"

    def objection(self, now: datetime) -> str:
        """Why the answer must not stand for "nothing is known"; "" when it may. A source is good
        for 14 days, and one that is dated after `now` has no age at all."""
        if self.findings:
            names = sorted({str(finding.locked) for finding in self.findings})
            return f"advisories name {', '.join(names)}: upgrade"
        if now - self.dated > OLDEST:
            return f"the source is {(now - self.dated).days} days old, more than {OLDEST.days}"
        if self.dated - now > timedelta(days=1):
            return "the source is dated in the future: its age is not known"
        return ""
