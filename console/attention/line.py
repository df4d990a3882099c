"""One line of what needs attention, and where such lines come from."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise

from console.shell.request import Request

# The worst first: what is being lost, what soon may be, what only waits.
TONES = ("danger", "warn", "")


@dataclass(frozen=True, slots=True)
class Attention:
    """One line: what it is, why it matters, and where to go.

    `things` are the first few that it speaks of, by name and address; `has_more` tells that
    there are others.
    """

    icon: str
    title: str
    text: str | Promise
    href: str
    link: str | Promise
    tone: str = "warn"
    things: Sequence[tuple[str, str]] = ()
    has_more: bool = False


Source = Callable[[Request], Iterator[Attention]]
