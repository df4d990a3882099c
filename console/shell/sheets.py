"""A list as it was pasted or uploaded: its text, what parts its columns, and one line's cells."""

from __future__ import annotations

import codecs
import csv
import re
from collections import Counter

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from console.shell.actions import Refused

LONGEST_LINE = 2_000
# Where two part as many lines, the first of them: a tab stands in no text, a comma in many.
SEPARATORS = "\t;,"
# Written by spreadsheets as the first line of a file: what parts the columns of the others.
_SAID = re.compile(r"sep=([\t;,])", re.IGNORECASE)


def text_of(content: bytes) -> str:
    """A file as text: UTF-8 with or without its mark, or UTF-16 with its mark.

    Raises `Refused` with a sentence for what cannot be read. How large it may be is for whoever
    calls to ask before.
    """
    if content.startswith(b"PK\x03\x04"):
        raise Refused(
            _("This is a workbook, not a CSV file. Save it as “CSV UTF-8”, then choose that file.")
        )
    utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        line = content[: error.start].count(b"\n") + 1
        raise Refused(
            _(
                "Line %(line)s holds signs that are not UTF-8, so names could be read wrongly. "
                "Save the file as “CSV UTF-8”, then choose it again."
            )
            % {"line": number_format(line, force_grouping=True)}
        ) from None
    if "\0" in text:
        raise Refused(_("This is not a text file. Save the list as “CSV UTF-8”."))
    return text


def parted(written: list[tuple[int, str]]) -> tuple[str, list[tuple[int, str]]]:
    """What parts the columns of these numbered lines, and the lines without the one that says so:
    the sign that the first line names (`sep=;`), or else the one that most of the first have."""
    if written and (said := _SAID.fullmatch(written[0][1].strip(' \ufeff"'))):
        return said[1], written[1:]
    lines = [line for _number, line in written[:100]]
    counts = Counter({sign: sum(sign in line for line in lines) for sign in SEPARATORS})
    return counts.most_common(1)[0][0], written


def cells_of(line: str, separator: str) -> list[str] | None:
    """The cells of one line, which never goes on in the next; None for a broken one."""
    if len(line) > LONGEST_LINE:
        return None
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=separator, strict=True))]
    except csv.Error:
        return None
