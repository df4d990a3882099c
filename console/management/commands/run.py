"""`manage.py run`: the whole console on this machine."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from console.supervisor import CannotRun, Plan, Supervisor


class Command(BaseCommand):
    """Hands the settings to the supervisor."""

    help = (
        "Start database, web server, worker and beat on this machine, with demo data unless the"
        " database holds something. Stays in the foreground; Ctrl-C stops everything in order."
    )
    requires_system_checks: list[str] = []  # each part makes them, with its own environment

    def add_arguments(self, parser: CommandParser) -> None:
        """`--no-demo` and `--port`."""
        parser.add_argument("--no-demo", action="store_true", help="start with an empty console")
        parser.add_argument("--port", type=int, default=settings.PORT, help="default: %(default)s")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run until asked to stop."""
        plan = Plan(settings.DATA_DIR, options["port"], demo=not options["no_demo"])
        try:
            Supervisor(plan).run()
        except CannotRun as problem:
            raise CommandError(str(problem)) from problem
