"""What needs somebody in an Organization: each line with the page where it is settled.

The home page shows them, each only to whoever may open that page.
"""

from __future__ import annotations

from console.attention import moves, people, products
from console.attention.line import TONES, Attention, Source
from console.shell.request import Request

SOURCES: tuple[Source, ...] = (
    products.products,
    moves.moves,
    people.letters,
    people.people,
    people.invitations,
)
"""Where the lines come from. A further kind is a generator of `Attention` and a line here."""


def what_needs_attention(request: Request) -> list[Attention]:
    """All of it, the worst first."""
    found = [each for source in SOURCES for each in source(request)]
    return sorted(found, key=lambda each: TONES.index(each.tone))
