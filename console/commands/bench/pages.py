"""A list, measured in this process at one size (P1, P2, P3, P4)."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import partial

from django.db import connection

from console.commands.bench.browser import Answer, Browser, Unexpected
from console.commands.bench.cost import clock_ratio, cpu_ratio, database_ratio, statements
from console.commands.bench.goals import LIMITS, Finding
from console.commands.bench.urls import BARE_PATH

_ROW = re.compile(rb"<tr[^>]*><td.*?</tr>", re.DOTALL)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sheet:
    """A list as an administrator opens it, and colleagues by what they hold; how often each call
    is repeated. `places` are what P3 compares between sizes: their queries."""

    name: str
    url: str
    target: str
    browser: Browser
    colleagues: Mapping[str, Browser]
    places: Mapping[str, str]
    search_index: str
    repeats: int

    def page(self, query: str = "") -> Answer:
        """The whole page."""
        return sound(self.browser.get(f"{self.url}{query}"))

    def fragment(self) -> Answer:
        """The table alone."""
        return sound(self.browser.get(self.url, target=self.target))


def bare_page() -> Callable[[], Answer]:
    """What asks for the bare page, as nobody: its CPU time is B."""
    stranger = Browser()
    return lambda: sound(stranger.get(BARE_PATH))


def cost(sheet: Sheet) -> Iterator[Finding]:
    """P1, P2 and P4 at this size."""
    page, fragment, repeats = sheet.page, sheet.fragment, sheet.repeats
    cpu = cpu_ratio(page, bare_page(), repeats)
    yield limited("P1", "page cpu", f"{sheet.name}: whole page, CPU", cpu, "B")
    work = database_ratio(page, bare_page(), repeats)
    yield limited("P1", "page database", f"{sheet.name}: whole page, PostgreSQL", work, "B")
    cpu = cpu_ratio(fragment, bare_page(), repeats)
    yield limited("P1", "fragment cpu", f"{sheet.name}: fragment, CPU", cpu, "B")
    yield limited(
        "P2", "page queries", f"{sheet.name}: whole page", len(statements(page)), "queries"
    )
    yield limited(
        "P2", "fragment queries", f"{sheet.name}: fragment", len(statements(fragment)), "queries"
    )
    body, part = page().body, fragment().body
    rows = [len(row) for row in _ROW.findall(part)]
    packed = len(gzip.compress(body, 6)) / 1024
    note = f"{len(rows)} rows"
    yield limited("P4", "page kb", f"{sheet.name}: whole page", len(body) / 1024, "KB", note)
    yield limited("P4", "page gzipped kb", f"{sheet.name}: whole page, gzipped", packed, "KB", note)
    yield limited("P4", "row kb", f"{sheet.name}: longest row", max(rows, default=0) / 1024, "KB")


def clock(sheet: Sheet) -> dict[str, float]:
    """p50 of the places of the list that P3 compares between sizes, in B of the same moment."""
    unit = bare_page()
    calls = {place: partial(sheet.page, query) for place, query in sheet.places.items()}
    for holding, colleague in sheet.colleagues.items():
        calls[holding] = partial(_seen_by, colleague, sheet.url)
    return {place: clock_ratio(call, unit, sheet.repeats) for place, call in calls.items()}


def _seen_by(colleague: Browser, url: str) -> Answer:
    return sound(colleague.get(url))


def flatness(
    sheet: str, small: dict[str, float], large: dict[str, float], without_index: str = ""
) -> Iterator[Finding]:
    """P3: how many times as long at the large size; both are in B.

    `without_index` is what to note beside the search where nothing but reading answers it.
    """
    for place, at_large in large.items():
        kind = "flat search" if place == "search" else "flat"
        note = without_index if place == "search" else ""
        yield limited(
            "P3", kind, f"{sheet}: {place}, large : small", at_large / small[place], "×", note
        )


def missing_index(sheet: Sheet) -> str:
    """A note where the server has no trigrams, so that a search reads every row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_indexes WHERE indexname = %s", [sheet.search_index])
        return "" if cursor.fetchone() else "no pg_trgm on this server"


def sound(answer: Answer) -> Answer:
    """The answer, unless there is nothing in it to measure."""
    if answer.status != 200:
        where = answer.headers.get("location", "")
        raise Unexpected(f"A page that is measured answered {answer.status} {where}")
    return answer


def limited(goal: str, kind: str, what: str, value: float, unit: str, note: str = "") -> Finding:
    """A finding with the limit of its kind."""
    return Finding(goal, what, float(value), unit, LIMITS[kind], note)
