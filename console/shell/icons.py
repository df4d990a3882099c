"""The icons of the console: drawn by the `lucide` package, and the few shapes of our own.

One sprite file holds them all (`console.shell.assets`), so that a page and every fragment
refer to an icon in a few bytes and the browser keeps the drawings.
"""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from zipfile import ZipFile

from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

SPRITE = "icons.svg"

# The drawings of lucide that the sprite holds, by their names there. A new icon is one more word.
LUCIDE = frozenset(
    """
    activity arrow-left arrow-right at-sign ban bell box building-2 calendar check chevron-down
    chevron-left chevron-right chevron-up chevrons-up-down circle-alert circle-check
    circle-question-mark circle-user circle-x clock cloud copy credit-card download
    ellipsis-vertical equal external-link eye eye-off file-text fingerprint-pattern flag folder
    globe handshake history hourglass house inbox info key-round landmark languages laptop
    life-buoy link list list-filter lock lock-open log-in log-out mail mail-check mail-open mails
    map-pin menu minus monitor monitor-smartphone moon network pause pencil play plus receipt
    refresh-cw rotate-cw scale search search-x send server settings shield shield-alert
    shield-check smartphone sticky-note sun tag tags timer trash-2 triangle-alert undo-2 user
    user-check user-cog user-minus user-plus user-x users users-round wrench x zap
    """.split()  # noqa: SIM905 -- a line for each name would say no more
)

# Words for what a drawing means here; a template may say either.
MEANINGS = {
    "alert": "triangle-alert",
    "arrow": "arrow-right",
    "at": "at-sign",
    "building": "building-2",
    "dots": "ellipsis-vertical",
    "down": "chevron-down",
    "edit": "pencil",
    "exit": "log-out",
    "external": "external-link",
    "filter": "list-filter",
    "help": "circle-question-mark",
    "home": "house",
    "key": "key-round",
    "left": "chevron-left",
    "partner": "handshake",
    "phone": "smartphone",
    "redo": "refresh-cw",
    "right": "chevron-right",
    "support": "life-buoy",
    "team": "users",
    "trash": "trash-2",
    "undo": "undo-2",
    "up": "chevron-up",
    "updown": "chevrons-up-down",
    "user-add": "user-plus",
    "user-edit": "user-cog",
}

# The sign of the brand, and the shapes of a state. A shape tells its state without its colour.
OWN = {
    "logo": (16, '<path d="M3.5 2v12M8 2v12M12.5 2v12M2 10.5h3M6.5 5h3M11 8.5h3"/>'),
    "s-block": (
        12,
        '<path d="M1.5 1.5h9v9h-9z" fill="none"/><path d="M3.5 6h5" stroke-width="2"/>',
    ),
    "s-delete": (12, '<path d="M2 2l8 8M10 2l-8 8" fill="none" stroke-width="2"/>'),
    "s-fail": (
        12,
        '<circle cx="6" cy="6" r="4.25" fill="none"/><path d="M6 3.3v3.2M6 8.4v.2" fill="none"/>',
    ),
    "s-grace": (
        12,
        '<circle cx="6" cy="6" r="4.25" fill="none"/><path d="M6 3.5V6l1.7 1" fill="none"/>',
    ),
    "s-ok": (12, '<circle cx="6" cy="6" r="2.5" stroke="none"/>'),
    "s-pause": (12, '<path d="M3.7 2v8M8.3 2v8" stroke-width="2.2"/>'),
    "s-soon": (
        12,
        '<circle cx="6" cy="6" r="4.25" fill="none"/><path d="M6 1.75a4.25 4.25 0 0 1 0 8.5z"/>',
    ),
    "s-wait": (12, '<circle cx="6" cy="6" r="4.25" fill="none" stroke-dasharray="2.2 2.25"/>'),
}


class UnknownIcon(Exception):
    """An icon that no line of this file draws."""


@cache
def icon(name: str, kind: str = "icon") -> SafeString:
    """The drawing called `name`, silent for screen readers: words stand beside it.

    `kind` is its CSS class; empty for the shape inside a `.state`. Raises `UnknownIcon`.
    """
    drawing = MEANINGS.get(name, name)
    if drawing not in LUCIDE and drawing not in OWN:
        raise UnknownIcon(f"No icon is called {name!r}; console/shell/icons.py lists them.")
    css = format_html(' class="{}"', kind) if kind else ""
    return format_html(
        '<svg{} aria-hidden="true"><use href="{}#{}"/></svg>', css, static(SPRITE), drawing
    )


@cache
def sprite() -> str:
    """All drawings as the symbols of one SVG file."""
    # The package's own function opens its archive anew for each icon: a second for a hundred.
    with files("lucide").joinpath("lucide.zip").open("rb") as packed, ZipFile(packed) as archive:
        drawn = {name: archive.read(f"{name}.svg").decode() for name in sorted(LUCIDE)}
    symbols = [_symbol(name, 24, _shapes(svg)) for name, svg in drawn.items()]
    symbols += [_symbol(name, size, drawing) for name, (size, drawing) in OWN.items()]
    return f'<svg xmlns="http://www.w3.org/2000/svg">{"".join(symbols)}</svg>\n'


def _symbol(name: str, size: int, drawing: str) -> str:
    return f'<symbol id="{name}" viewBox="0 0 {size} {size}">{drawing}</symbol>'


def _shapes(svg: str) -> str:
    """The shapes of a lucide icon without the `<svg>` around them."""
    shapes = svg[svg.index(">") + 1 : svg.rindex("</svg>")]
    return " ".join(shapes.split()).replace("> <", "><").replace(" />", "/>")
