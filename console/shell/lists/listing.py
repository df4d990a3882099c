"""One list in one request: what the address asks for, and what it finds."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cached_property
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ImproperlyConfigured
from django.db.models import Model, QuerySet
from django.http import HttpRequest, HttpResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from console.shell.lists.above import (
    Choice,
    Head,
    Narrowing,
    choice_of,
    head_of,
    labels_of,
    narrowings_of,
)
from console.shell.lists.declaration import Column, Filter, ListPage, Option, Row
from console.shell.lists.keyset import Order
from console.shell.lists.pages import LAST, Page, Pages
from console.shell.lists.search import clean
from console.shell.lists.total import Total, count_up_to_cap

# So many filters stand beside the search; with two or more above that, the others come when they
# are asked for: their options weigh more than the rows that most people look for.
FILTERS_BESIDE = 3
MORE = "more"


class Listing[M: Model]:
    """What a view hands to its template. Nothing is queried before it is looked at."""

    def __init__(
        self,
        declaration: ListPage[M],
        request: HttpRequest,
        queryset: QuerySet[M],
        base_url: str,
        keep: Mapping[str, str],
        *,
        is_part: bool = False,
    ) -> None:
        self.declaration = declaration
        self.request = request
        self.base_url = base_url
        self.keep = keep
        self.name = declaration.name
        self._all = queryset
        self._is_part = is_part
        self._known_options: dict[str, tuple[Option, ...]] = {}

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
    def chosen(self) -> list[tuple[Filter, Option | None]]:
        """Every filter and its option in force; what the address makes up is none."""
        return [(each, self._option(each)) for each in self.declaration.filters]

    def _option(self, each: Filter) -> Option | None:
        value = self._asked(each.name)
        options = self._options(each) if value else ()
        return next((option for option in options if option.value == value), None)

    def _options(self, each: Filter) -> tuple[Option, ...]:
        """What may be chosen; looked for once, and only where it is shown or asked for."""
        if each.name not in self._known_options:
            self._known_options[each.name] = each.options_for(self.request)
        return self._known_options[each.name]

    @cached_property
    def sorting(self) -> tuple[Column, bool]:
        """The column the list is sorted by, and whether downwards."""
        asked = self._asked("sort")
        column = self.declaration.column(asked.removeprefix("-"))
        return (column, asked.startswith("-")) if column else self.declaration.default_sort

    @cached_property
    def order(self) -> Order:
        """The order in force."""
        column, descending = self.sorting
        return Order.of(
            self._all.model,
            column.sort_columns,
            empty_as=column.empty_as,
            descending=descending,
        )

    # --- What it finds ----------------------------------------------------------------------

    def narrowed(self, without: str = "") -> QuerySet[M]:
        """The rows that search and filters leave, all of these or all but one."""
        found, search = self._all, self.declaration.search
        if search and self.query and not self.hint and without != "q":
            found = found.filter(search.condition(self.query))
        for each, option in self.chosen:
            if option and each.name != without:
                found = found.filter(option.condition)
        return found

    @cached_property
    def queryset(self) -> QuerySet[M]:
        """All rows the list shows, over all its pages, in no order yet."""
        return self.narrowed()

    @cached_property
    def total(self) -> Total:
        """How many those are. One query, shared with whoever else counts the same."""
        return count_up_to_cap(self._as_many(), self.request)

    def _as_many(self) -> QuerySet[Any]:
        """As many rows as the list has: its own, or what a filter that stands alone names."""
        options = [option for _filter, option in self.chosen if option]
        if len(options) != 1 or self._is_part or self.query:
            return self.queryset
        as_many = options[0].as_many
        return self.queryset if as_many is None else as_many

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
    def _page(self) -> Page:
        declared = self.declaration
        pages = Pages(
            self.queryset,
            self.order,
            declared.fields,
            declared.page_size,
            declared.statements,
            declared.beside,
        )
        return pages.at(before=self._asked("before"), after=self._asked("after"))

    # --- Where its links lead ---------------------------------------------------------------

    def url(self, **changes: str) -> str:
        """The address of this list with some parameters changed; an empty one is left out."""
        return f"{self.base_url}{self._query_string({**self._parameters, **changes})}"

    @cached_property
    def _parameters(self) -> dict[str, str]:
        chosen = {each.name: option.value for each, option in self.chosen if option}
        return {**self.keep, "q": self.query, **chosen, "sort": self.sort_value}

    @staticmethod
    def _query_string(parameters: Mapping[str, str]) -> str:
        given = {name: value for name, value in parameters.items() if value}
        return f"?{urlencode(given)}" if given else ""

    @cached_property
    def sort_value(self) -> str:
        """The `sort` parameter; empty for the list's own order."""
        column, descending = self.sorting
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
        return [head_of(self, column) for column in columns if not column.only_in_csv]

    @cached_property
    def sorted_by(self) -> str:
        """The label of the column that the list is sorted by."""
        return str(self.sorting[0].label)

    @cached_property
    def filters(self) -> list[Choice]:
        """The filters that stand above, each with its options; one that has none does not. The
        first few, until one asks for the others or one of those is in force."""
        shown = self.chosen if self.shows_all_filters else self.chosen[:FILTERS_BESIDE]
        made = [(each, self._options(each), option) for each, option in shown]
        return [choice_of(*each) for each in made if each[1]]

    @property
    def shows_all_filters(self) -> bool:
        """Whether those past the first few are shown too."""
        if len(self.chosen) <= FILTERS_BESIDE + 1 or self._asked(MORE):
            return True
        return any(option for _filter, option in self.chosen[FILTERS_BESIDE:])

    @property
    def more_url(self) -> str:
        """The same list with all of its filters above."""
        return self.url(**{MORE: "filters"})

    @property
    def is_narrowed(self) -> bool:
        """Whether a search or a filter is in force."""
        return bool(labels_of(self))

    @cached_property
    def narrowings(self) -> list[Narrowing]:
        """What is in force, each with the address without it. Where nothing was found, one more
        query says which of them to drop."""
        return narrowings_of(self, is_empty=not self._page.rows)

    @property
    def helpful_drops(self) -> list[Narrowing]:
        """On an empty result: the narrowings of which each alone hides something."""
        return [each for each in self.narrowings if each.helps]
