"""What each extension does to a domain after its expiry; facts with their sources."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

from django.conf import settings

from products.catalog.tables import DATA, Fact, by_name, read_table

COLUMNS = (
    "extension", "grace", "grace_source", "redemption", "redemption_source",
    "pending_delete", "pending_delete_source", "transfer", "transfer_source",
    "code", "lock", "years", "rules_source", "read_on",
)  # fmt: skip
PHASES = ("grace", "redemption", "pending_delete")
RULES = ("code", "lock", "years")
SOURCED = {
    **{f"{phase}_source": (phase,) for phase in PHASES},
    "transfer_source": ("transfer",),
    "rules_source": RULES,
}
TRANSFERS = ("extends", "keeps")
DEMO = "demo_extensions.csv"


@dataclass(frozen=True, slots=True)
class Extension:
    """The figures of one extension, in days; None where no source was found.

    `transfer_extends`: a transfer in adds a year; `needs_code`: it needs the authorization code;
    `lock`: days after the registration in which it is refused; `years`: the longest
    registration. `sources` names the address that each figure comes from.
    """

    name: str
    grace: int | None = None
    redemption: int | None = None
    pending_delete: int | None = None
    transfer_extends: bool | None = None
    needs_code: bool | None = None
    lock: int | None = None
    years: int | None = None
    sources: tuple[str, ...] = ()
    read_on: date | None = None

    @property
    def can_restore(self) -> bool:
        """Whether there is a time, known to us, in which it can be restored."""
        return bool(self.redemption)


def read_extensions(folder: Path = DATA, name: str = "extensions.csv") -> dict[str, Extension]:
    """Read the table; raises `WrongFact` with the line that cannot be true."""
    return by_name(read_table(name, COLUMNS, folder=folder), "extension", _extension)


def extensions() -> dict[str, Extension]:
    """The extensions of this console; read once. A demonstration has one of its own: `.example`,
    which nobody registers elsewhere."""
    return _cached(is_demo=settings.DEMO_MODE)


def extension_of(name: str) -> Extension:
    """The figures for a domain (`alpine.ch`) or an extension (`ch`); one that is not in the
    table has none."""
    last = name.rpartition(".")[2].lower()
    return extensions().get(last) or Extension(last)


@cache
def _cached(*, is_demo: bool) -> dict[str, Extension]:
    found = read_extensions()
    return found | read_extensions(name=DEMO) if is_demo else found


def _extension(fact: Fact) -> Extension:
    name = fact.text("extension")
    if not (name.isascii() and name.isalnum() and name == name.lower()):
        raise fact.wrong(f"extension must be letters without a dot, not {name!r}")
    for source, figures in SOURCED.items():
        _sourced(fact, figures, source)
    transfer = fact.text("transfer", empty=True)
    return Extension(
        name=name,
        grace=_days(fact, "grace"),
        redemption=_days(fact, "redemption"),
        pending_delete=_days(fact, "pending_delete"),
        transfer_extends=fact.known(transfer, TRANSFERS, "transfer") == "extends"
        if transfer
        else None,
        needs_code=fact.flag("code") if fact.words["code"] else None,
        lock=_days(fact, "lock"),
        years=fact.number("years", least=1) if fact.words["years"] else None,
        sources=tuple(
            dict.fromkeys(fact.words[column] for column in SOURCED if fact.words[column])
        ),
        read_on=fact.day(),
    )


def _days(fact: Fact, column: str) -> int | None:
    return fact.number(column) if fact.words[column] else None


def _sourced(fact: Fact, columns: tuple[str, ...], source: str) -> None:
    """A figure has its source, and a source its figure."""
    said = [column for column in columns if fact.words[column]]
    if said:
        fact.source(source)
    elif fact.words[source]:
        raise fact.wrong(f"{source} stands there without a figure")
