"""A list of products cut into lines, and its headings recognized; nothing is looked up here."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from console.shell.actions import Refused
from console.shell.sheets import LONGEST_LINE, cells_of, parted
from orgs.names import fold

MOST_BYTES = 1_000_000
MOST_LINES = 10_000
COLUMNS = ("name", "type", "expires", "holder", "tags", "renews")
# What other panels call them, letters and digits only; the first of a list that is there counts.
HEADINGS: dict[str, tuple[str, ...]] = {
    "name": (
        "domain", "domainname", "domains", "name", "product", "productname", "hostname",
        "service", "servicename", "domaine", "nomdedomaine", "nom", "domene", "produkt",
        "dominio", "nome", "nombre",
    ),
    "type": (
        "type", "producttype", "kind", "category", "producttyp", "typ", "produit", "tipo",
    ),
    "expires": (
        "expires", "expiry", "expirydate", "expdate", "expiration", "expirationdate", "expireson",
        "expiresat", "expiredate", "validuntil", "paiduntil", "renewaldate", "nextduedate",
        "duedate", "enddate", "ablaufdatum", "gultigbis", "datedexpiration", "echeance",
        "scadenza", "vencimiento",
    ),
    "holder": (
        "holder", "owner", "registrant", "registrantname", "holdername", "contact", "inhaber",
        "titulaire", "proprietaire", "intestatario", "titular",
    ),
    "tags": ("tags", "tag", "labels", "label", "groups", "group", "etiquettes", "etiketten"),
    "renews": (
        "autorenew", "autorenewal", "automaticrenewal", "renewal", "autorenewstatus",
        "renewautomatically", "renewedautomatically", "automatischeverlangerung",
        "renouvellementautomatique", "rinnovoautomatico",
    ),
}  # fmt: skip

# "Exp. date" may be one, `domain.name` is a domain.
_NO_HEADING = re.compile(r"\d|\w\.\w")


@dataclass(frozen=True, slots=True)
class RawLine:
    """One product as written; `wrong` says why the line cannot even be read."""

    number: int
    name: str = ""
    type: str = ""
    expires: str = ""
    holder: str = ""
    tags: str = ""
    renews: str = ""
    wrong: str = ""


@dataclass(frozen=True, slots=True)
class RawList:
    """All lines, and the headings that nothing was read from."""

    lines: Sequence[RawLine]
    passed_over: Sequence[str] = ()


def too_large() -> Refused:
    """The sentence for a list of more bytes than are read."""
    return Refused(
        _("This list is larger than 1 MB. Cut it into lists of at most %(lines)s lines.")
        % {"lines": number_format(MOST_LINES, force_grouping=True)}
    )


def lines_of(text: str) -> RawList:
    """The products of a list; a line of headings is optional, empty lines count for nothing.

    Raises `Refused` for more than 10,000 lines.
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
    separator, written = parted(written)
    places = {name: place for place, name in enumerate(COLUMNS)}
    passed_over: list[str] = []
    found: list[RawLine] = []
    for place, (number, line) in enumerate(written):
        cells = cells_of(line, separator)
        if place == 0 and cells is not None and (named := _places_of(cells)):
            places = named
            read = set(places.values())
            passed_over = [cell[:40] for at, cell in enumerate(cells) if cell and at not in read]
        elif cells is None:
            found.append(_broken(number, line))
        elif any(cells):
            found.append(_line(number, cells, places))
    return RawList(found, passed_over)


def _places_of(cells: Sequence[str]) -> dict[str, int]:
    """Which column stands where; empty when this is no line of headings: those hold no digits and
    no names of domains, and the first or two of them are known."""
    if any(_NO_HEADING.search(cell) for cell in cells):
        return {}
    plain = [_plain(cell) for cell in cells]
    places = {
        column: plain.index(word)
        for column, words in HEADINGS.items()
        if (word := next((each for each in words if each in plain), ""))
    }
    is_heading = "name" in places and (len(places) > 1 or 0 in places.values())
    return places if is_heading else {}


def _plain(cell: str) -> str:
    """Letters and digits without accents and case: `Auto-Renew` and `auto_renew` are one."""
    return re.sub(r"[^a-z0-9]", "", fold(cell))


def _line(number: int, cells: Sequence[str], places: dict[str, int]) -> RawLine:
    words = {column: cells[place] for column, place in places.items() if place < len(cells)}
    return RawLine(number, **words)


def _broken(number: int, line: str) -> RawLine:
    long = len(line) > LONGEST_LINE
    wrong = _("This line is too long.") if long else _("A quotation mark is not closed.")
    return RawLine(number, name=line[:80], wrong=wrong)
