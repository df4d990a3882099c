"""How a list is declared: its columns, filters, search and rows, once per list."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, Q, QuerySet
from django.db.models.expressions import Combinable
from django.http import HttpRequest

from console.shell.lists.keyset import Values
from console.shell.lists.pattern import RowPattern
from console.shell.lists.search import Search
from console.shell.lists.statement import Statements

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise as Text

    from console.shell.lists.listing import Listing

Row = dict[str, Any]
PAGE_SIZE = 50


@dataclass(frozen=True, slots=True)
class Column:
    """One column of the table, and of the CSV.

    `sort` names the model's own columns to sort by (the id follows by itself); without it the
    head is plain. `empty_as` stands for NULL in that order. `descends_first`: the first click
    sorts downwards, for times. `csv` is the name of a value or a function of a row's values;
    without it the column is not exported. `quiet` heads are read aloud only (tick box, menu).
    `only_in_csv`: a value that the table shows inside another cell.
    """

    name: str
    label: Text
    sort: str | tuple[str, ...] = ()
    empty_as: object = None
    descends_first: bool = False
    csv: str | Callable[[Values], object] | None = None
    css: str = ""
    quiet: bool = False
    only_in_csv: bool = False

    @property
    def sort_columns(self) -> tuple[str, ...]:
        """What it sorts by; empty when it does not."""
        return (self.sort,) if isinstance(self.sort, str) else self.sort


@dataclass(frozen=True, slots=True)
class Option:
    """One value of a filter: what the address says, what the person reads, which rows.

    `as_many` are other rows, cheaper to count, of which there are as many as of those that meet
    the condition among all that the actor sees.
    """

    value: str
    label: Text
    condition: Q
    as_many: QuerySet[Any] | None = None


@dataclass(frozen=True, slots=True)
class Filter:
    """A select above the list; `every` is the label of no choice.

    `options` are fixed, or made from the request, and then from what the actor may see: a value
    that is not among them is ignored.
    """

    name: str
    label: Text
    every: Text
    options: tuple[Option, ...] | Callable[[HttpRequest], Iterable[Option]]

    @classmethod
    def on(
        cls, column: str, label: Text, every: Text, choices: Iterable[tuple[str, Text]]
    ) -> Filter:
        """A filter for one column's choices."""
        options = tuple(Option(value, text, Q(**{column: value})) for value, text in choices)
        return cls(column, label, every, options)

    def options_for(self, request: HttpRequest) -> tuple[Option, ...]:
        """What may be chosen in this request."""
        return tuple(self.options(request)) if callable(self.options) else self.options


@dataclass(frozen=True, slots=True, kw_only=True)
class ListPage[M: Model]:
    """A list, declared. `name` is the DOM id and the partial that search and paging replace.

    `fields` are read with `.values()`; `rows` turns a page of them into dicts of ready strings,
    all at once, so that what belongs to them is fetched in one query; `pattern` is the template
    of one of them, for `listing.body`. `beside` is what is read with each row, by the same
    statement, and is no column of it: the names of its teams, as an array. A file has none of it.
    """

    name: str
    columns: tuple[Column, ...]
    fields: tuple[str, ...]
    rows: Callable[[list[Values], Listing[M]], list[Row]]
    sort: str
    filters: tuple[Filter, ...] = ()
    search: Search | None = None
    pattern: RowPattern | None = None
    beside: Mapping[str, Combinable] = field(default_factory=dict)
    page_size: int = PAGE_SIZE
    statements: Statements = field(
        default_factory=Statements, compare=False, repr=False, init=False
    )

    def read(
        self,
        request: HttpRequest,
        queryset: QuerySet[M],
        *,
        base_url: str,
        keep: Mapping[str, str] | None = None,
        is_part: bool = False,
    ) -> Listing[M]:
        """The list as the address asks for it, over rows the actor may see: all of them, unless
        `is_part`.

        Two queries at most, made when `rows` and `total` are looked at. `keep` are other
        parameters of the page (an open tab) that every link of the list carries on.
        """
        from console.shell.lists.listing import Listing

        return Listing(self, request, queryset, base_url, dict(keep or {}), is_part=is_part)

    def column(self, name: str) -> Column | None:
        """The sortable column of that name."""
        return next((c for c in self.columns if c.name == name and c.sort), None)

    @property
    def default_sort(self) -> tuple[Column, bool]:
        """The column and direction when the address says nothing."""
        column = self.column(self.sort.removeprefix("-"))
        if column is None:
            raise ImproperlyConfigured(f"{self.sort} is no sortable column of {self.name}")
        return column, self.sort.startswith("-")


def exported(columns: Sequence[Column]) -> list[Column]:
    """The columns that the CSV has."""
    return [column for column in columns if column.csv]
