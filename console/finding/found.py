"""What a search finds, and how many of it are shown."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from orgs.names import fold

# Enough to see that more words are needed, few enough to be read.
MOST_FOUND = 20
MOST_IN_PANEL = 6
LONGEST = 200


@dataclass(frozen=True, slots=True)
class Found:
    """One line: where it leads, and how it opens.

    `is_dialog`: the page has a partial `dialog` and opens in place. `initials_of` draws an
    avatar with the letters of that name instead of an icon.
    """

    label: str | Promise
    href: str
    hint: str | Promise = ""
    icon: str = ""
    initials_of: str = ""
    is_dialog: bool = False
    is_danger: bool = False


@dataclass(frozen=True, slots=True)
class Group:
    """The lines of one kind."""

    name: str
    title: str | Promise
    lines: Sequence[Found]


def words_of(text: str) -> list[str]:
    """What was typed, as the copies of names are kept: no accents, no case."""
    return fold(text).split()


def matches(words: Sequence[str], label: str | Promise) -> bool:
    """Whether every word begins one of the label's words."""
    parts = fold(str(label)).split()
    return all(any(part.startswith(word) for part in parts) for word in words)
