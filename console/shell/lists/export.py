"""A list as CSV: every row it shows, as a stream, harmless in a spreadsheet."""

from __future__ import annotations

import csv
import io
import unicodedata
from collections.abc import Iterator, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db.models import Model
from django.http import StreamingHttpResponse
from django.utils import timezone, translation
from django.utils.http import content_disposition_header
from django.utils.text import slugify

from console.shell.lists.declaration import Column, exported
from console.shell.lists.keyset import Place, Values
from console.shell.lists.listing import Listing

CHUNK = 1_000
BYTE_ORDER_MARK = "\ufeff"

_RUNS = frozenset("=+-@")
_STARTS = frozenset("\t\r\n\0")
_INVISIBLE = {"Cc", "Cf", "Zs", "Zl", "Zp"}


def csv_response(
    listing: Listing[Any], columns: Sequence[Column] | None = None, *, name: str
) -> StreamingHttpResponse:
    """All rows of the list as a CSV file: UTF-8 with byte order mark, semicolons, ISO dates in the
    person's time zone, one header line.

    `columns` are the list's own unless given. `name` becomes the file's name with today's date.
    Rows are read CHUNK at a time by key, since connections may be pooled per transaction, where
    no cursor of the server outlives one: a row that is renamed meanwhile may be in twice.
    """
    chosen = exported(columns or listing.declaration.columns)
    response = StreamingHttpResponse(
        _encoded(listing, chosen), content_type="text/csv; charset=utf-8"
    )
    filename = f"{slugify(name) or 'list'}-{timezone.localdate().isoformat()}.csv"
    disposition = content_disposition_header(as_attachment=True, filename=filename)
    response["Content-Disposition"] = disposition or "attachment"
    return response


def safe_cell(value: object) -> object:
    """The value as a cell that no spreadsheet runs as a formula.

    Text that starts with = + - @ or their full-width forms, or with a tab, a line end or NUL,
    also after spaces and signs without a shape, gets an apostrophe in front.
    """
    if value is None:
        return ""
    if isinstance(value, bool | int | float | Decimal):
        return value
    if isinstance(value, datetime):
        local = timezone.localtime(value) if timezone.is_aware(value) else value
        return local.isoformat(timespec="seconds")
    if isinstance(value, date):
        return value.isoformat()
    text = str(value)
    return f"'{text}" if would_run(text) else text


def as_it_was(cell: str) -> str:
    """What `safe_cell` was given, for whoever reads such a cell again: without the apostrophe."""
    bare = cell.removeprefix("'")
    return bare if would_run(bare) else cell


def would_run(text: str) -> bool:
    """Whether a spreadsheet would take the text for a formula."""
    for character in text:
        if character in _STARTS:
            return True
        if unicodedata.category(character) not in _INVISIBLE:
            return unicodedata.normalize("NFKC", character)[0] in _RUNS
    return False


def _encoded[M: Model](listing: Listing[M], columns: Sequence[Column]) -> Iterator[bytes]:
    # A stream is read after the middleware has put language and time zone back.
    language, zone = translation.get_language(), timezone.get_current_timezone()
    header = _line([safe_cell(column.label) for column in columns])

    def lines() -> Iterator[bytes]:
        yield (BYTE_ORDER_MARK + header).encode()
        place: Place | None = None
        while True:
            with translation.override(language), timezone.override(zone):
                rows = _chunk(listing, columns, place)
                text = "".join(_line([_cell(column, row) for column in columns]) for row in rows)
            if rows:
                place = listing.order.place(rows[-1])
                yield text.encode()
            if len(rows) < CHUNK:
                return

    return lines()


def _chunk[M: Model](
    listing: Listing[M], columns: Sequence[Column], place: Place | None
) -> list[Values]:
    rows = listing.queryset
    if place:
        rows = listing.order.beyond(rows, place)
    named = [column.csv for column in columns if isinstance(column.csv, str)]
    beside = listing.declaration.beside
    fields = dict.fromkeys([*listing.declaration.fields, *named])
    return list(listing.order.sorted(listing.order.values(rows, *fields, **beside))[:CHUNK])


def _cell(column: Column, row: Values) -> object:
    return safe_cell(column.csv(row) if callable(column.csv) else row[str(column.csv)])


def _line(cells: list[object]) -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=";").writerow(cells)
    return out.getvalue()
