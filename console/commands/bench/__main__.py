"""The measuring process: `python -m console.commands.bench SCALE JSON`, on a scratch database."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator
from pathlib import Path

import django

django.setup()

from django.test.utils import override_settings  # noqa: E402 -- all of this needs the apps

from auth2fa.models import User  # noqa: E402
from console.commands.bench import pages, processes, report  # noqa: E402
from console.commands.bench.browser import Browser  # noqa: E402
from console.commands.bench.cost import cpu_ms  # noqa: E402
from console.commands.bench.goals import Finding  # noqa: E402
from console.commands.bench.people import add_people  # noqa: E402
from console.shell.actor import Actor  # noqa: E402
from orgs.actions.organizations import open_organization  # noqa: E402
from orgs.models import Organization, Role  # noqa: E402

SMALL = 1_000  # the size that P3 compares with
REPEATS = 100
PAGES = 1_000  # list pages before the memory of the web server is read


def measure(scale: int, target: Path) -> None:
    """Fill, measure at the small size, fill on, measure at `scale`, write."""
    units: dict[str, float] = {}
    findings = list(_findings(scale, units))
    report.write(target, report.as_json(scale, units, findings))


def _findings(scale: int, units: dict[str, float]) -> Iterator[Finding]:
    repeats = min(REPEATS, max(3, scale // 10))
    small = min(SMALL, scale)
    organization, user = _open()
    add_people(organization, 1, small)
    sheet = pages.Sheet(organization, Browser(user), Browser(_colleague(organization)), repeats)
    units["small"] = cpu_ms(pages.bare_page(), repeats * 3)
    before = _in_units(pages.clock(sheet), units["small"])
    if scale > small:
        add_people(organization, small + 1, scale)
        units["large"] = cpu_ms(pages.bare_page(), repeats * 3)
    unit = units.get("large", units["small"])
    yield Finding("B", "bare 32 KB page, CPU", unit, "ms")
    yield from pages.cost(sheet)
    yield from pages.change(sheet)
    if scale > small:
        after = _in_units(pages.clock(sheet), unit)
        yield from pages.flatness(before, after, pages.missing_index())
    environment = dict(os.environ)
    count = PAGES if scale >= SMALL else 40
    yield from processes.memory_and_tail(sheet.url, sheet.browser.cookies, count, environment)
    yield from processes.worker_memory(environment)


def _open() -> tuple[Organization, User]:
    user = User.objects.create_user("bench@bench.example", full_name="Bench Administrator")
    organization = open_organization(
        actor=Actor.system(), name="Bench", kind=Organization.Kind.COMPANY, user=user
    )
    return organization, user


def _colleague(organization: Organization) -> User:
    people = User.objects.filter(
        memberships__organization=organization,
        memberships__role=Role.COLLABORATOR,
        memberships__suspended_at__isnull=True,
    )
    return people.order_by("-pk")[0]  # the one whose role is changed last


def _in_units(times: dict[str, float], unit: float) -> dict[str, float]:
    return {place: time / unit for place, time in times.items()}


if __name__ == "__main__":
    with override_settings(ROOT_URLCONF="console.commands.bench.urls"):
        measure(int(sys.argv[1]), Path(sys.argv[2]))
