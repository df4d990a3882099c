"""The measuring process: `python -m console.commands.bench SCALE LISTS JSON`, on scratch data."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

import django

django.setup()

from django.test.utils import override_settings  # noqa: E402 -- all of this needs the apps

from auth2fa.models import User  # noqa: E402
from console.commands.bench import pages, processes, report  # noqa: E402
from console.commands.bench.changes import change_roles, change_tags  # noqa: E402
from console.commands.bench.cost import cpu_ms  # noqa: E402
from console.commands.bench.goals import Finding  # noqa: E402
from console.commands.bench.people import add_people  # noqa: E402
from console.commands.bench.products import add_products  # noqa: E402
from console.commands.bench.sheets import people_sheet, product_sheet  # noqa: E402
from console.shell.actor import Actor  # noqa: E402
from orgs.actions.organizations import open_organization  # noqa: E402
from orgs.models import Organization  # noqa: E402

SMALL = 1_000  # the size that P3 compares with
REPEATS = 100
SHEETS = {"people": people_sheet, "products": product_sheet}
FILLING = {"people": add_people, "products": add_products}
CHANGES = {"people": change_roles, "products": change_tags}
PAGES = 1_000  # list pages before the memory of the web server is read


def measure(scale: int, kinds: Sequence[str], target: Path) -> None:
    """Fill, measure at the small size, fill on, measure at `scale`, write."""
    units: dict[str, float] = {}
    findings = list(_findings(scale, kinds, units))
    report.write(target, report.as_json(scale, units, findings))


def _findings(scale: int, kinds: Sequence[str], units: dict[str, float]) -> Iterator[Finding]:
    repeats = min(REPEATS, max(3, scale // 10))
    small = min(SMALL, scale)
    organization, user = _open()
    add_people(organization, 1, small)
    add_products(organization, 1, small)
    sheets = [SHEETS[kind](organization, user, repeats) for kind in kinds]
    units["small"] = cpu_ms(pages.bare_page(), repeats * 3)
    before = [pages.clock(each) for each in sheets]
    if scale > small:
        for kind in kinds:
            FILLING[kind](organization, small + 1, scale)
        units["large"] = cpu_ms(pages.bare_page(), repeats * 3)
    unit = units.get("large", units["small"])
    yield Finding("B", "bare 32 KB page, CPU", unit, "ms")
    for kind, sheet, times in zip(kinds, sheets, before, strict=True):
        yield from pages.cost(sheet)
        if scale > small:
            after = pages.clock(sheet)
            yield from pages.flatness(kind, times, after, pages.missing_index(sheet))
        yield from CHANGES[kind](sheet, organization)
    environment = dict(os.environ)
    count, first = PAGES if scale >= SMALL else 40, sheets[0]
    yield from processes.memory_and_tail(first.url, first.browser.cookies, count, environment)
    yield from processes.worker_memory(environment)


def _open() -> tuple[Organization, User]:
    user = User.objects.create_user("bench@bench.example", full_name="Bench Administrator")
    organization = open_organization(
        actor=Actor.system(), name="Bench", kind=Organization.Kind.COMPANY, user=user
    )
    return organization, user


if __name__ == "__main__":
    with override_settings(ROOT_URLCONF="console.commands.bench.urls"):
        measure(int(sys.argv[1]), sys.argv[2].split(","), Path(sys.argv[3]))
