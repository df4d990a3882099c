"""A line of a list as it was understood, and all of them together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.functional import cached_property

from console.shell.forms import mark_of
from products.models import Contact

MOST_AT_ONCE = 5_000


@dataclass(frozen=True, slots=True)
class Usual:
    """What holds for a line that does not say it."""

    type: str
    holder: Contact


@dataclass(frozen=True, slots=True, repr=False)
class Wanted:
    """One product to write down."""

    name: str
    type: str
    expires: date | None
    holder: Contact
    tags: tuple[str, ...]
    renews: bool

    def __repr__(self) -> str:
        """All of it, the holder by number: what a mark is made of."""
        rest = (self.expires, self.holder.pk, self.tags, self.renews)
        return repr((self.name, self.type, *rest))


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
    # What it would ask for, were that not here already.
    here: Wanted | None = None


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

    @cached_property
    def mark(self) -> str:
        """A short word for what would be imported."""
        return mark_of(self.right)

    def is_done(self, seen: str) -> bool:
        """Whether all that was shown (`seen`) is here by now, as after a second click; or whether
        all of the list is, whatever was shown."""
        if not self.lines or self.right:
            return False
        here = [each.here for each in self.lines if each.here is not None]
        return len(here) == len(self.lines) or (bool(here) and mark_of(here) == seen)
