"""What stands above a list and in its head: sort links, filters, and what narrows it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Value
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from console.shell.icons import icon
from console.shell.lists.declaration import Column, Filter, Option
from console.shell.lists.pattern import RowPattern

if TYPE_CHECKING:
    from console.shell.lists.listing import Listing


_OPTION = RowPattern("shell/list/filter.html#option")
_HEAD = RowPattern("shell/list/head.html#head")


@dataclass(frozen=True, slots=True)
class Head:
    """One head of the table: where a click on it leads, and how it is sorted now."""

    name: str
    label: str
    url: str
    direction: str  # "ascending", "descending" or ""; the words of aria-sort
    css: str
    is_quiet: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One filter as it stands."""

    name: str
    label: str
    every: str
    options: Sequence[tuple[str, str]]
    value: str

    @property
    def drawn(self) -> SafeString:
        """Its options as markup."""
        return _OPTION.render(
            {"value": value, "label": label, "selected": value == self.value}
            for value, label in self.options
        )


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A filter or a search in force, and the address without it. `helps`: dropping it alone
    would find something; known only where nothing was found."""

    label: str
    url: str
    helps: bool = False


def head_of(listing: Listing[Any], column: Column) -> Head:
    """The head of one column; a click on the sorted one turns the order round."""
    sorted_by, descending = listing.sorting
    direction = url = ""
    if column.sort:
        downwards = column.descends_first
        if column is sorted_by:
            direction = "descending" if descending else "ascending"
            downwards = not descending
        value = f"-{column.name}" if downwards else column.name
        url = listing.url(sort="" if value == listing.declaration.sort else value)
    return Head(column.name, str(column.label), url, direction, column.css, column.quiet)


def drawn_heads(listing: Listing[Any]) -> SafeString:
    """All heads as markup."""
    arrows = {"ascending": icon("up"), "descending": icon("down")}
    return _HEAD.render(
        {
            "name": f"{listing.name}-by-{head.name}",
            "label": head.label,
            "url": head.url,
            "direction": head.direction,
            "arrow": arrows.get(head.direction, ""),
            "css": head.css,
            "is_tick": head.css == "c-tick",
            "is_quiet": head.is_quiet,
        }
        for head in listing.heads
    )


def choice_of(each: Filter, options: Sequence[Option], chosen: Option | None) -> Choice:
    """One filter with its options."""
    return Choice(
        each.name,
        str(each.label),
        str(each.every),
        [(option.value, str(option.label)) for option in options],
        chosen.value if chosen else "",
    )


def labels_of(listing: Listing[Any]) -> dict[str, str]:
    """The parameters in force that leave rows out, in words."""
    labels = {}
    if listing.query and not listing.hint:
        labels["q"] = _("Search: %(text)s") % {"text": listing.query}
    for each, option in listing.chosen:
        if option:
            words = {"filter": each.label, "value": option.label}
            labels[each.name] = _("%(filter)s: %(value)s") % words
    return labels


def narrowings_of(listing: Listing[Any], *, is_empty: bool) -> list[Narrowing]:
    """Those parameters with the address without each; one query more on an empty result."""
    labels = labels_of(listing)
    helping = _helping(listing, list(labels)) if labels and is_empty else set()
    return [
        Narrowing(label, listing.url(**{name: ""}), name in helping)
        for name, label in labels.items()
    ]


def _helping(listing: Listing[Any], names: list[str]) -> set[str]:
    """Those of the narrowings without which there would be rows. One query."""
    probes = [
        listing.narrowed(without=name).order_by().values_list(Value(number))[:1]
        for number, name in enumerate(names)
    ]
    first, *others = probes
    return {names[row[0]] for row in (first.union(*others, all=True) if others else first)}
