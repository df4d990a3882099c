"""What an Organization can hold: categories, types, their states and identifiers."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.functional import Promise

from console.shell.icons import LUCIDE
from products.catalog import words
from products.catalog.tables import DATA, Fact, WrongFact, by_name, read_table

TONES = ("danger", "warn", "ok", "accent", "ink")
SHAPES = ("ok", "soon", "grace", "delete", "wait", "fail", "block", "pause")


@dataclass(frozen=True, slots=True)
class Category:
    """A group of the sidebar."""

    slug: str
    icon: str
    label: Promise


@dataclass(frozen=True, slots=True)
class Status:
    """A state a product can be in, and how it looks; what is normal has no tone."""

    slug: str
    shape: str
    tone: str
    label: Promise


@dataclass(frozen=True, slots=True)
class Identifier:
    """A name that opens a product past the console (G14.5)."""

    slug: str
    icon: str
    label: Promise


@dataclass(frozen=True, slots=True)
class ProductType:
    """A kind of product and what it can do."""

    slug: str
    category: Category
    icon: str
    abilities: frozenset[str]
    statuses: tuple[Status, ...]
    identifiers: tuple[Identifier, ...]
    label: Promise
    plural: Promise
    purpose: Promise

    def can(self, ability: str) -> bool:
        """Whether products of this type can do that; a word that is no ability is a mistake."""
        if ability not in words.ABILITIES:
            raise LookupError(ability)
        return ability in self.abilities


@dataclass(frozen=True, slots=True)
class Catalog:
    """All of it, in the order of the files."""

    categories: Mapping[str, Category]
    types: Mapping[str, ProductType]
    statuses: Mapping[str, Status]
    identifiers: Mapping[str, Identifier]

    def types_of(self, category: str) -> list[ProductType]:
        """The types of one category."""
        return [each for each in self.types.values() if each.category.slug == category]


def read_catalog(folder: Path = DATA) -> Catalog:
    """Read the four tables; raises `WrongFact` with the line that cannot be true."""
    categories = _read(
        folder, "categories.csv", ("category", "icon"), words.CATEGORIES,
        lambda fact, label: Category(fact.text("category"), _icon(fact), label),
    )  # fmt: skip
    statuses = _read(
        folder, "statuses.csv", ("status", "shape", "tone"), words.STATUSES,
        lambda fact, label: Status(
            fact.text("status"), fact.one_of("shape", SHAPES), _tone(fact), label
        ),
    )  # fmt: skip
    identifiers = _read(
        folder, "identifiers.csv", ("identifier", "icon"), words.IDENTIFIERS,
        lambda fact, label: Identifier(fact.text("identifier"), _icon(fact), label),
    )  # fmt: skip

    def product_type(fact: Fact, labels: tuple[Promise, Promise, Promise]) -> ProductType:
        one, many, purpose = labels
        found = ProductType(
            fact.text("type"),
            categories[fact.one_of("category", categories)],
            _icon(fact),
            frozenset(fact.words_of("abilities", words.ABILITIES)),
            tuple(statuses[each] for each in fact.words_of("statuses", statuses)),
            tuple(identifiers[each] for each in fact.words_of("identifiers", identifiers)),
            one,
            many,
            purpose,
        )
        if not found.statuses:
            raise fact.wrong("statuses is empty")
        if found.can("block") and found.can("maintain"):
            raise fact.wrong("what can be put in maintenance is not blocked (G3.7)")
        return found

    columns = ("type", "category", "icon", "abilities", "statuses", "identifiers")
    types = _read(folder, "types.csv", columns, words.TYPES, product_type)
    _no_idle_words("categories.csv", categories, {each.category.slug for each in types.values()})
    used = {status.slug for each in types.values() for status in each.statuses}
    _no_idle_words("statuses.csv", statuses, used)
    return Catalog(categories, types, statuses, identifiers)


@cache
def catalog() -> Catalog:
    """The catalog of this console; read once, when it starts."""
    return read_catalog()


def _read[W, T](
    folder: Path,
    name: str,
    columns: tuple[str, ...],
    labels: Mapping[str, W],
    make: Callable[[Fact, W], T],
) -> dict[str, T]:
    """One table, each of whose lines has its words, and each of the words its line."""

    def labelled(fact: Fact) -> T:
        slug = fact.text(columns[0])
        if slug not in labels:
            raise fact.wrong(f"{columns[0]} {slug!r} has no words in products/catalog/words.py")
        return make(fact, labels[slug])

    found = by_name(read_table(name, columns, folder=folder), columns[0], labelled)
    if missing := [slug for slug in labels if slug not in found]:
        raise WrongFact(f"{name} has no line for {', '.join(missing)}")
    return found


def _no_idle_words(name: str, known: Iterable[str], used: set[str]) -> None:
    if idle := [slug for slug in known if slug not in used]:
        raise WrongFact(f"{name}: no type uses {', '.join(idle)}")


def _icon(fact: Fact) -> str:
    return fact.one_of("icon", sorted(LUCIDE))


def _tone(fact: Fact) -> str:
    tone = fact.text("tone", empty=True)
    return fact.known(tone, TONES, "tone") if tone else ""
