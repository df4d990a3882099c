"""Bars as SVG, made on the server: no script, no style in the drawing, readable without color.

Widths are percentages and heights pixels, so that a drawing fills any page and its words stay
as large as those beside it. What it shows stands in a table under it, with the links.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format

HEIGHT = 132
"""How high the longest bar is."""
HEAD = 22
"""Room for the number over a bar."""
FOOT = 24
"""Room for the name under it."""
# Of the room that a bar has, in percent.
_FILLED = 56
# What is there is seen, however much more there is beside it.
_LEAST = 3.0


@dataclass(frozen=True, slots=True)
class Amount:
    """One bar as asked for: its name, and its parts from the bottom up."""

    name: str
    parts: Sequence[int]
    is_now: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One part of a bar; `kind` counts from 1, for the style sheet."""

    kind: int
    y: str
    height: str


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar as drawn. All numbers are ready to stand in an attribute."""

    name: str
    label: str
    x: str
    width: str
    middle: str
    top: str
    parts: Sequence[Part]
    is_now: bool


@dataclass(frozen=True, slots=True)
class Chart:
    """The drawing: its size, its base line and its bars."""

    bars: Sequence[Bar]
    height: int = HEAD + HEIGHT + FOOT
    base: int = HEAD + HEIGHT
    words: int = HEAD + HEIGHT + FOOT - 7


def bar_chart(amounts: Sequence[Amount]) -> Chart:
    """Bars side by side, the longest as high as there is room; nothing has no bar."""
    longest = max((sum(each.parts) for each in amounts), default=0)
    room = 100 / max(len(amounts), 1)
    return Chart([_bar(each, number, room, longest) for number, each in enumerate(amounts)])


def _bar(amount: Amount, number: int, room: float, longest: int) -> Bar:
    width = room * _FILLED / 100
    x = room * number + (room - width) / 2
    base = float(HEAD + HEIGHT)
    parts: list[Part] = []
    for kind, part in enumerate(amount.parts, start=1):
        if part:
            height = max(HEIGHT * part / longest, _LEAST)
            base -= height
            parts.append(Part(kind, _number(base), _number(height)))
    total = sum(amount.parts)
    return Bar(
        name=amount.name,
        label=number_format(total, use_l10n=True, force_grouping=True) if total else "",
        x=f"{_number(x)}%",
        width=f"{_number(width)}%",
        middle=f"{_number(room * number + room / 2)}%",
        top=_number(base - 6),
        parts=parts,
        is_now=amount.is_now,
    )


def _number(value: float) -> str:
    """With a point, in every language."""
    return f"{value:.2f}".rstrip("0").rstrip(".")
