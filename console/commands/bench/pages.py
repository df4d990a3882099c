"""The list of people, measured in this process at one size (P1, P2, P3, P4, P6)."""

from __future__ import annotations

import gzip
import re
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from django.db import connection

from console.commands.bench.browser import Answer, Browser, Unexpected
from console.commands.bench.cost import clock_ms, cpu_ratio, database_ratio, statements
from console.commands.bench.goals import LIMITS, Finding
from console.commands.bench.urls import BARE_PATH
from orgs.models import Membership, Organization, Role

FRAGMENT = "member-table"
_ROW = re.compile(rb"<tr id=.*?</tr>", re.DOTALL)
_HIDDEN = re.compile(r'name="(csrfmiddlewaretoken|version)"[^>]*value="([^"]*)"')


@dataclass(frozen=True, slots=True)
class Sheet:
    """The list as an administrator opens it, and a collaborator; how often each call is
    repeated."""

    organization: Organization
    browser: Browser
    colleague: Browser
    repeats: int

    @property
    def url(self) -> str:
        """The first page."""
        return f"/o/{self.organization.slug}/users/"

    def page(self, query: str = "") -> Answer:
        """The whole page."""
        return _sound(self.browser.get(f"{self.url}{query}"))

    def fragment(self) -> Answer:
        """The table alone."""
        return _sound(self.browser.get(self.url, target=FRAGMENT))


def bare_page() -> Callable[[], Answer]:
    """What asks for the bare page, as nobody: its CPU time is B."""
    stranger = Browser()
    return lambda: _sound(stranger.get(BARE_PATH))


def cost(sheet: Sheet) -> Iterator[Finding]:
    """P1, P2 and P4 at this size."""
    page, fragment, repeats = sheet.page, sheet.fragment, sheet.repeats
    cpu = cpu_ratio(page, bare_page(), repeats)
    yield _limited("P1", "page cpu", "whole page, CPU", cpu, "B")
    work = database_ratio(page, bare_page(), repeats)
    yield _limited("P1", "page database", "whole page, PostgreSQL", work, "B")
    cpu = cpu_ratio(fragment, bare_page(), repeats)
    yield _limited("P1", "fragment cpu", "fragment, CPU", cpu, "B")
    yield _limited("P2", "page queries", "whole page", len(statements(page)), "queries")
    yield _limited("P2", "fragment queries", "fragment", len(statements(fragment)), "queries")
    body, part = page().body, fragment().body
    rows = [len(row) for row in _ROW.findall(part)]
    packed = len(gzip.compress(body, 6)) / 1024
    note = f"{len(rows)} rows"
    yield _limited("P4", "page kb", "whole page", len(body) / 1024, "KB", note)
    yield _limited("P4", "page gzipped kb", "whole page, gzipped", packed, "KB", note)
    yield _limited("P4", "row kb", "longest row", max(rows, default=0) / 1024, "KB")


def clock(sheet: Sheet) -> dict[str, float]:
    """p50 milliseconds of the places of the list that P3 compares between sizes."""
    places: dict[str, Callable[[], Answer]] = {
        "first page": sheet.page,
        "last page": lambda: sheet.page("?before=end"),
        "filter": lambda: sheet.page("?state=suspended"),
        "collaborator": lambda: _sound(sheet.colleague.get(sheet.url)),
        "search": lambda: sheet.page("?q=keller.1.77"),
    }
    return {place: clock_ms(call, sheet.repeats) for place, call in places.items()}


def flatness(
    small: dict[str, float], large: dict[str, float], without_index: str = ""
) -> Iterator[Finding]:
    """P3: how many times as long at the large size; both are in units of their own B.

    `without_index` is what to note beside the search where nothing but reading answers it.
    """
    for place, at_large in large.items():
        kind = "flat search" if place == "search" else "flat"
        note = without_index if place == "search" else ""
        yield _limited("P3", kind, f"{place}, large : small", at_large / small[place], "×", note)


def missing_index() -> str:
    """A note where the server has no trigrams, so that a search reads every row."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM pg_indexes WHERE indexname = 'membership_search'")
        return "" if cursor.fetchone() else "no pg_trgm on this server"


def change(sheet: Sheet) -> Iterator[Finding]:
    """P2 and P6: one role changed from its dialog, answered with the row.

    The goal is about all that the process spends, waking the postman included; beside it stands
    the thread that answers.
    """
    ids = Membership.objects.filter(organization=sheet.organization, role=Role.COLLABORATOR)
    people = ids.order_by("id").values_list("pk", flat=True)[: 2 * sheet.repeats + 3]
    posts = iter([_prepared(sheet, pk) for pk in people])

    def send() -> None:
        url, fields = next(posts)
        answer = sheet.browser.post(url, fields, target="dialog", seen_on=sheet.url)
        if answer.status != 200 or b"<tr id=" not in answer.body:
            raise Unexpected(f"A role change answered {answer.status} without its row: {url}")

    made = [sql for sql in statements(send) if "outgoingletter" not in sql]
    yield _limited("P2", "change statements", "role change", len(made), "statements")
    cpu = cpu_ratio(send, bare_page(), sheet.repeats)
    yield _limited("P6", "change cpu", "role change, CPU", cpu, "B")
    cpu = cpu_ratio(send, bare_page(), sheet.repeats, time.thread_time)
    yield Finding("P6", "of it the answering thread, CPU", cpu, "B")


def _prepared(sheet: Sheet, pk: int) -> tuple[str, dict[str, str]]:
    url = f"{sheet.url}{pk}/role/"
    form = _sound(sheet.browser.get(url, target="dialog"))
    return url, {**dict(_HIDDEN.findall(form.text)), "role": Role.EXTERNAL}


def _sound(answer: Answer) -> Answer:
    if answer.status != 200:
        where = answer.headers.get("location", "")
        raise Unexpected(f"A page that is measured answered {answer.status} {where}")
    return answer


def _limited(goal: str, kind: str, what: str, value: float, unit: str, note: str = "") -> Finding:
    return Finding(goal, what, float(value), unit, LIMITS[kind], note)
