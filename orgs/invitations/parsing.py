"""A list of people as it was pasted or uploaded, cut into lines; nothing is looked up here."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from console.shell import sheets
from console.shell.actions import Refused

MOST_BYTES = 1_000_000
MOST_LINES = 10_000
COLUMNS = ("email", "role", "accounting", "teams")
# What else the first of them is called, also in the files that lists here are saved as.
_ADDRESS_WORDS = {"e-mail", "e-mail address", "email address", "address", "mail"}
# "Ada Lovelace <ada@example.org>", as mail programs copy it.
_WITH_NAME = re.compile(r"[^<>]*<\s*([^<>\s]+)\s*>\s*")


@dataclass(frozen=True, slots=True)
class RawLine:
    """One person as written; `wrong` says why the line cannot even be read."""

    number: int
    email: str = ""
    role: str = ""
    accounting: str = ""
    teams: str = ""
    wrong: str = ""


def text_of(content: bytes) -> str:
    """A file as text: UTF-8 with or without its mark, or UTF-16 with its mark.

    Raises `Refused` with a sentence for what is too large, or nothing that can be read.
    """
    if len(content) > MOST_BYTES:
        raise too_large()
    return sheets.text_of(content)


def too_large() -> Refused:
    """The sentence for a list of more bytes than are read."""
    return Refused(
        _("This list is larger than 1 MB. Cut it into lists of at most %(lines)s lines.")
        % {"lines": number_format(MOST_LINES, force_grouping=True)}
    )


def lines_of(text: str) -> list[RawLine]:
    """The people of a list; a line of headings is optional, empty lines count for nothing.

    A line of addresses alone is several people. Raises `Refused` for more than 10,000 lines.
    """
    if len(text) > MOST_BYTES:
        raise too_large()
    written = [(number, line) for number, line in enumerate(text.splitlines(), 1) if line.strip()]
    if len(written) > MOST_LINES:
        raise Refused(
            _("This list has %(count)s lines; at most %(most)s can be checked at once.")
            % {
                "count": number_format(len(written), force_grouping=True),
                "most": number_format(MOST_LINES, force_grouping=True),
            }
        )
    separator, written = sheets.parted(written)
    columns: tuple[str, ...] = COLUMNS
    found: list[RawLine] = []
    for place, (number, line) in enumerate(written):
        cells = sheets.cells_of(line, separator)
        if place == 0 and cells is not None and _is_heading(cells):
            columns = tuple(_column(cell) for cell in cells)
            continue
        found.extend(_people(number, line, cells, columns))
    return found


def _is_heading(cells: list[str]) -> bool:
    named = {_column(cell) for cell in cells}
    return "email" in named and not any("@" in cell for cell in cells)


def _column(cell: str) -> str:
    word = cell.strip("\ufeff").casefold()
    return "email" if word in _ADDRESS_WORDS else word


def _people(
    number: int, line: str, cells: list[str] | None, columns: tuple[str, ...]
) -> Iterator[RawLine]:
    if cells is None:
        long = len(line) > sheets.LONGEST_LINE
        yield RawLine(
            number,
            email=line[:80],
            wrong=_("This line is too long.") if long else _("A quotation mark is not closed."),
        )
        return
    written = [cell for cell in cells if cell]
    if not written:
        return
    if len(written) > 1 and all("@" in cell for cell in written):
        for cell in written:
            yield RawLine(number, email=_address(cell))
        return
    if len(written) == 1 and len(each := written[0].split()) > 1 and all("@" in e for e in each):
        for cell in each:
            yield RawLine(number, email=_address(cell))
        return
    if len(cells) > len(columns) and any(cells[len(columns) :]):
        yield RawLine(
            number,
            email=cells[0][:80],
            wrong=_("This line has more columns than email, role, accounting and teams."),
        )
        return
    by_name = {name: cell for name, cell in zip(columns, cells, strict=False) if name in COLUMNS}
    by_name["email"] = _address(by_name.get("email", ""))
    yield RawLine(number, **by_name)


def _address(cell: str) -> str:
    found = _WITH_NAME.fullmatch(cell)
    return found[1] if found else cell
