"""`manage.py advisories`: whether a locked version is named by a published advisory."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from console.commands.advisories import pypi, records
from console.commands.advisories.lock import NotLookedUp, read_lock
from console.commands.advisories.report import Report

LOCK = "requirements.txt"


def look_up(database: Path | None = None, lock: Path | None = None) -> Report:
    """Ask PyPI, or the checkout in `database`. Raises NotLookedUp."""
    lock = lock or settings.BASE_DIR / LOCK
    versions = read_lock(lock)
    return records.look_up(versions, database) if database else pypi.ask(versions, lock)


class Command(BaseCommand):
    """Ends with 0 only when every version was looked up in a source of the last 14 days, and
    nothing was found."""

    help = "Look the locked versions up in lists of published advisories."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """`--database` and `--lock`."""
        parser.add_argument(
            "--database",
            type=Path,
            help="a checkout of github.com/pypa/advisory-database, or the unpacked download of"
            " osv.dev for PyPI; without it PyPI itself is asked",
        )
        parser.add_argument("--lock", type=Path, help=f"another lock than {LOCK}")

    def handle(self, *args: Any, **options: Any) -> None:
        """Print what was asked and found. Raises CommandError on a finding and on no answer."""
        try:
            report = look_up(options["database"], options["lock"])
        except NotLookedUp as reason:
            raise CommandError(f"not looked up: {reason}") from reason
        for line in report.lines():
            self.stdout.write(line)
        if objection := report.objection(datetime.now(UTC)):
            raise CommandError(objection)
