"""A line of a list as it was understood, and all of them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import cached_property

from products.models import Contact

MOST_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Usual:
    """What holds for a line that does not say it."""

    type: str
    holder: Contact


@dataclass(frozen=True, slots=True)
class Wanted:
    """One product to write down."""

    name: str
    type: str
    expires: date | None
    holder: Contact
    tags: tuple[str, ...]
    renews: bool


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """One line: what it asks for, in words, and what is wrong with it, if anything."""

    number: int
    name: str
    type: str = ""
    expires: str = ""
    holder: str = ""
    tags: str = ""
    renews: bool = False
    wanted: Wanted | None = None
    wrong: str = ""
    is_here: bool = False


@dataclass(frozen=True)
class CheckedImport:
    """All lines, in their order; tags that would be made; headings that nothing was read from."""

    lines: Sequence[CheckedLine] = ()
    new_tags: Sequence[str] = ()
    passed_over: Sequence[str] = field(default_factory=tuple)

    @cached_property
    def right(self) -> list[Wanted]:
        """Those that can be imported."""
        return [each.wanted for each in self.lines if each.wanted is not None]

    @cached_property
    def wrong(self) -> list[CheckedLine]:
        """Those that cannot."""
        return [each for each in self.lines if each.wrong]

    @property
    def is_too_many(self) -> bool:
        """Whether more could be imported than one go does."""
        return len(self.right) > MOST_AT_ONCE

    @property
    def is_done(self) -> bool:
        """Whether all of it is here already, as after a second click."""
        return bool(self.lines) and all(each.is_here for each in self.lines)
