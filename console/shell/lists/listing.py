"""One list in one request: what the address asks for, and what it finds."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet, Value
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from console.shell.lists.declaration import Column, Filter, ListPage, Option, Row
from console.shell.lists.keyset import Order, Values
from console.shell.lists.search import clean
from console.shell.lists.total import Total, count_up_to_cap

LAST = "end"
"""`before=end` asks for the last page."""


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


@dataclass(frozen=True, slots=True)
class Narrowing:
    """A filter or a search in force, and the address without it. `helps`: dropping it alone
    would find something; known only where nothing was found."""

    label: str
    url: str
    helps: bool = False


@dataclass(frozen=True, slots=True)
class _Page:
    rows: list[Values]
    has_previous: bool
    has_next: bool


class Listing[M: Model]:
    """What a view hands to its template. Nothing is queried before it is looked at."""

    def __init__(
        self,
        declaration: ListPage[M],
        request: HttpRequest,
        queryset: QuerySet[M],
        base_url: str,
        keep: Mapping[str, str],
    ) -> None:
        self.declaration = declaration
        self.request = request
        self.base_url = base_url
        self.keep = keep
        self.name = declaration.name
        self._all = queryset

    # --- What the address asks for ----------------------------------------------------------

    def _asked(self, name: str) -> str:
        return self.request.GET.get(name, "")

    @cached_property
    def query(self) -> str:
        """The search text, cleaned; shown in the box also where it is too short to look for."""
        return clean(self._asked("q")) if self.declaration.search else ""

    @cached_property
    def hint(self) -> str:
        """What to say when the search text is too short; empty otherwise."""
        search = self.declaration.search
        too_short = search and 0 < len(self.query) < search.min_length
        return search.hint() if search and too_short else ""

    @cached_property
    def _chosen(self) -> list[tuple[Filter, tuple[Option, ...], Option | None]]:
        chosen = []
        for each in self.declaration.filters:
            options, value = each.options_for(self.request), self._asked(each.name)
            option = next((option for option in options if option.value == value), None)
            chosen.append((each, options, option))
        return chosen

    @cached_property
    def _sorting(self) -> tuple[Column, bool]:
        asked = self._asked("sort")
        column = self.declaration.column(asked.removeprefix("-"))
        return (column, asked.startswith("-")) if column else self.declaration.default_sort

    @cached_property
    def order(self) -> Order:
        """The order in force."""
        column, descending = self._sorting
        return Order.of(
            self._all.model,
            column.sort_columns,
            empty_as=column.empty_as,
            descending=descending,
        )

    # --- What it finds ----------------------------------------------------------------------

    def _narrowed(self, without: str = "") -> QuerySet[M]:
        found, search = self._all, self.declaration.search
        if search and self.query and not self.hint and without != "q":
            found = found.filter(search.condition(self.query))
        for each, _options, option in self._chosen:
            if option and each.name != without:
                found = found.filter(option.condition)
        return found

    @cached_property
    def queryset(self) -> QuerySet[M]:
        """All rows the list shows, over all its pages, in no order yet."""
        return self._narrowed()

    @cached_property
    def total(self) -> Total:
        """How many those are. One query."""
        return count_up_to_cap(self.queryset)

    @property
    def position(self) -> str:
        """What the pager says of this page: "All 18", "1 to 50 of 312", "50 of 1,000+"."""
        page, total = self._page, self.total
        if not page.has_previous and not page.has_next:
            return ngettext("%(total)s in all", "All %(total)s", total.count) % {"total": total}
        shown = {"shown": len(page.rows), "total": total}
        if page.has_previous:
            return _("%(shown)d of %(total)s") % shown
        return _("1 to %(shown)d of %(total)s") % shown

    @cached_property
    def rows(self) -> list[Row]:
        """The rows of this page as ready strings. One query, and those of the declaration."""
        return self.declaration.rows(self._page.rows, self)

    @property
    def body(self) -> SafeString:
        """The rows of this page, as the declaration's pattern draws them."""
        pattern = self.declaration.pattern
        if pattern is None:
            raise ImproperlyConfigured(f"{self.name} has no pattern for its rows")
        return pattern.render(self.rows)

    @cached_property
    def _page(self) -> _Page:
        before, after = self._asked("before"), self._asked("after")
        if before == LAST:
            page = self._read_page(backwards=True)
        elif place := self.order.decode(before):
            page = self._read_page(place, backwards=True)
            if not page.has_previous and len(page.rows) < self.declaration.page_size:
                return self._read_page()  # rows were removed since: a whole first page instead
        elif place := self.order.decode(after):
            page = self._read_page(place)
            if not page.rows:
                return self._read_page()
        else:
            page = self._read_page()
        return page

    def _read_page(self, place: tuple[Any, ...] | None = None, *, backwards: bool = False) -> _Page:
        size, rows = self.declaration.page_size, self.queryset
        if place:
            rows = self.order.beyond(rows, place, backwards=backwards)
        read = self.order.values(rows, *self.declaration.fields)
        found = list(self.order.sorted(read, backwards=backwards)[: size + 1])
        more, found = len(found) > size, found[:size]
        if backwards:
            return _Page(found[::-1], has_previous=more, has_next=place is not None)
        return _Page(found, has_previous=place is not None, has_next=more)

    # --- Where its links lead ---------------------------------------------------------------

    def url(self, **changes: str) -> str:
        """The address of this list with some parameters changed; an empty one is left out."""
        return f"{self.base_url}{self._query_string({**self._parameters, **changes})}"

    @cached_property
    def _parameters(self) -> dict[str, str]:
        chosen = {each.name: option.value for each, _options, option in self._chosen if option}
        return {**self.keep, "q": self.query, **chosen, "sort": self.sort_value}

    @staticmethod
    def _query_string(parameters: Mapping[str, str]) -> str:
        given = {name: value for name, value in parameters.items() if value}
        return f"?{urlencode(given)}" if given else ""

    @cached_property
    def sort_value(self) -> str:
        """The `sort` parameter; empty for the list's own order."""
        column, descending = self._sorting
        value = f"-{column.name}" if descending else column.name
        return "" if value == self.declaration.sort else value

    @property
    def querystring(self) -> str:
        """Search, filters and sort, with its question mark, without the page: for the CSV."""
        return self._query_string(self._parameters)

    @property
    def address(self) -> str:
        """The address that shows exactly this, page included."""
        page = {key: self._asked(key) for key in ("before", "after")}
        if page["before"] != LAST and self.order.decode(page["before"]) is None:
            page["before"] = ""
        if page["before"] or self.order.decode(page["after"]) is None:
            page["after"] = ""
        return self.url(**page)

    def at_address(self, response: HttpResponse) -> HttpResponse:
        """The response, with the tidy address for the bar when the table was replaced."""
        if self.request.headers.get("HX-Target") == self.name:
            response["HX-Push-Url"] = self.address
        return response

    @cached_property
    def next_url(self) -> str:
        """The next page; empty on the last."""
        page = self._page
        return self.url(after=self.order.encode(page.rows[-1])) if page.has_next else ""

    @cached_property
    def previous_url(self) -> str:
        """The page before; empty on the first."""
        page = self._page
        return self.url(before=self.order.encode(page.rows[0])) if page.has_previous else ""

    @property
    def first_url(self) -> str:
        """The first page."""
        return self.url()

    @property
    def last_url(self) -> str:
        """The last page: the last rows, found from the end."""
        return self.url(before=LAST)

    @property
    def clear_url(self) -> str:
        """The list without search and filters."""
        return self.url(q="", **{each.name: "" for each in self.declaration.filters})

    # --- What stands above and in its head ----------------------------------------------------

    @cached_property
    def heads(self) -> list[Head]:
        """The heads of the table, with their sort links."""
        columns = self.declaration.columns
        return [self._head(column) for column in columns if not column.only_in_csv]

    def _head(self, column: Column) -> Head:
        sorted_by, descending = self._sorting
        direction = url = ""
        if column.sort:
            downwards = column.descends_first
            if column is sorted_by:
                direction = "descending" if descending else "ascending"
                downwards = not descending
            value = f"-{column.name}" if downwards else column.name
            url = self.url(sort="" if value == self.declaration.sort else value)
        return Head(column.name, str(column.label), url, direction, column.css, column.quiet)

    @cached_property
    def sorted_by(self) -> str:
        """The label of the column that the list is sorted by."""
        return str(self._sorting[0].label)

    @cached_property
    def filters(self) -> list[Choice]:
        """Every filter with its options and its value in force."""
        return [
            Choice(
                each.name,
                str(each.label),
                str(each.every),
                [(option.value, str(option.label)) for option in options],
                chosen.value if chosen else "",
            )
            for each, options, chosen in self._chosen
        ]

    @property
    def is_narrowed(self) -> bool:
        """Whether a search or a filter is in force."""
        return bool(self._narrowing_labels())

    @cached_property
    def narrowings(self) -> list[Narrowing]:
        """What is in force, each with the address without it. Where nothing was found, one more
        query says which of them to drop."""
        labels = self._narrowing_labels()
        helping = self._helping(list(labels)) if labels and not self._page.rows else set()
        return [
            Narrowing(label, self.url(**{name: ""}), name in helping)
            for name, label in labels.items()
        ]

    @property
    def helpful_drops(self) -> list[Narrowing]:
        """On an empty result: the narrowings of which each alone hides something."""
        return [each for each in self.narrowings if each.helps]

    def _narrowing_labels(self) -> dict[str, str]:
        labels = {}
        if self.query and not self.hint:
            labels["q"] = _("Search: %(text)s") % {"text": self.query}
        for each, _options, option in self._chosen:
            if option:
                words = {"filter": each.label, "value": option.label}
                labels[each.name] = _("%(filter)s: %(value)s") % words
        return labels

    def _helping(self, names: list[str]) -> set[str]:
        """Those of the narrowings without which there would be rows. One query."""
        probes = [
            self._narrowed(without=name).order_by().values_list(Value(number))[:1]
            for number, name in enumerate(names)
        ]
        first, *others = probes
        return {names[row[0]] for row in (first.union(*others, all=True) if others else first)}
