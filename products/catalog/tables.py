"""Facts that lie in files: one table a kind, checked when the console starts.

A table is a CSV file in UTF-8 with a head. Empty lines and lines that begin with `#` are for
people. What is wrong is said with the file and the line, and the console does not start.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation
from pathlib import Path
from urllib.parse import urlsplit

# Not 1E9, NaN or -0, which `Decimal` takes too.
_PLAIN = re.compile(r"[0-9]+(\.[0-9]{1,2})?")
DATA = Path(__file__).resolve().parent.parent / "data"


class WrongFact(Exception):
    """A line that cannot be true; the message names the file and the line."""


@dataclass(frozen=True, slots=True)
class Fact:
    """One line of a table: its words by the name of their column, and where it stands."""

    file: str
    line: int
    words: Mapping[str, str]

    def wrong(self, why: str) -> WrongFact:
        """What to raise when this line cannot be true."""
        return WrongFact(f"{self.file}, line {self.line}: {why}")

    def text(self, column: str, *, empty: bool = False) -> str:
        """The word of that column; `empty` allows none."""
        word = self.words[column]
        if not word and not empty:
            raise self.wrong(f"{column} is empty")
        return word

    def number(self, column: str, *, least: int = 0) -> int:
        """A whole number, at least `least`."""
        word = self.text(column)
        if not (word.isascii() and word.isdigit()) or int(word) < least:
            raise self.wrong(f"{column} must be a whole number from {least}, not {word!r}")
        return int(word)

    def money(self, column: str) -> Decimal:
        """An amount in plain digits with at most two decimals, not negative."""
        word = self.text(column)
        try:
            amount = Decimal(word)
        except InvalidOperation:
            raise self.wrong(f"{column} must be an amount, not {word!r}") from None
        if not _PLAIN.fullmatch(word):
            raise self.wrong(f"{column} must be an amount with two decimals, not {word!r}")
        return amount

    def flag(self, column: str) -> bool:
        """`yes` or `no`."""
        word = self.text(column)
        if word not in {"yes", "no"}:
            raise self.wrong(f"{column} must be yes or no, not {word!r}")
        return word == "yes"

    def words_of(self, column: str, known: Sequence[str] | Mapping[str, object]) -> tuple[str, ...]:
        """Several words, each one of `known`, none twice."""
        words = tuple(self.words[column].split())
        for word in words:
            self.known(word, known, column)
        if len(set(words)) != len(words):
            raise self.wrong(f"{column} says a word twice")
        return words

    def one_of(self, column: str, known: Sequence[str] | Mapping[str, object]) -> str:
        """One word of `known`."""
        return self.known(self.text(column), known, column)

    def known(self, word: str, known: Sequence[str] | Mapping[str, object], column: str) -> str:
        """The word, if it is one of `known`."""
        if word not in known:
            raise self.wrong(f"{column} says {word!r}, which is none of {', '.join(known)}")
        return word

    def source(self, column: str = "source") -> str:
        """Where the figures of this line come from: an https address."""
        word = self.text(column)
        parts = urlsplit(word)
        if parts.scheme != "https" or not parts.netloc:
            raise self.wrong(f"{column} must be an https address, not {word!r}")
        return word

    def day(self, column: str = "read_on") -> date:
        """A day, as 2026-11-23."""
        word = self.text(column)
        try:
            return date.fromisoformat(word)
        except ValueError:
            raise self.wrong(f"{column} must be a day such as 2026-11-23, not {word!r}") from None


def read_table(name: str, columns: Sequence[str], *, folder: Path = DATA) -> Iterator[Fact]:
    """The lines of `<folder>/<name>`, whose head must name exactly `columns`, in that order."""
    path = folder / name
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise WrongFact(f"{name} cannot be read: {error}") from error
    numbered = [
        (number, line)
        for number, line in enumerate(lines, start=1)
        if line.strip() and not line.startswith("#")
    ]
    rows = csv.reader((line for _number, line in numbered), strict=True)
    for (number, _line), row in zip(numbered, _checked(rows, name), strict=True):
        words = [word.strip() for word in row]
        if number == numbered[0][0]:
            if words != list(columns):
                raise WrongFact(f"{name}, line {number}: the columns must be {','.join(columns)}")
            continue
        if len(words) != len(columns):
            raise WrongFact(f"{name}, line {number}: {len(words)} words for {len(columns)} columns")
        yield Fact(name, number, dict(zip(columns, words, strict=True)))


def _checked(rows: Iterator[list[str]], name: str) -> Iterator[list[str]]:
    try:
        yield from rows
    except csv.Error as error:
        raise WrongFact(f"{name}: {error}") from error


def by_name[T](facts: Iterator[Fact], column: str, make: Callable[[Fact], T]) -> dict[str, T]:
    """What the lines say, by the word of `column`; a word that comes twice is wrong."""
    found: dict[str, T] = {}
    for fact in facts:
        name = fact.text(column)
        if name in found:
            raise fact.wrong(f"{column} {name!r} stands there twice")
        found[name] = make(fact)
    return found
