"""`manage.py ci`: everything that must be right before a change is merged."""

from __future__ import annotations

import os
import secrets
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from console.commands.advisories.lock import NotLookedUp
from console.embedded.postgres import EmbeddedPostgres
from console.management.commands.advisories import look_up

# What a real installation has, so that `check --deploy` judges that one.
PRODUCTION = {
    "BASE_URL": "https://console.example",
    "ALLOWED_HOSTS": "console.example",
    "REDIS_URL": "redis://:a-password@redis.example/0",
    "EMAIL_URL": "smtp+tls://regie:a-password@mail.example:587",
    "REGISTRAR": "epp",
    "EPP_HOST": "epp.registry.example",
    "EPP_USER": "regie",
    "EPP_PASSWORD": "a-password",
    "REGIE_TESTING": "0",
}


@dataclass
class Gate:
    """One check: a name and the command that must end with 0."""

    name: str
    command: list[str]
    environment: dict[str, str] = field(default_factory=dict)

    def passes(self) -> bool:
        """Run it; what it says goes to the terminal."""
        programs = f"{Path(sys.executable).parent}{os.pathsep}{os.environ.get('PATH', '')}"
        environment = {**os.environ, "PATH": programs, **self.environment}
        return not subprocess.call(self.command, cwd=settings.BASE_DIR, env=environment)


def gates(database_url: str) -> list[Gate]:
    """Every gate, the quick ones first. Checks and migrations look at an empty database."""
    manage = [sys.executable, "manage.py"]
    database = {"DATABASE_URL": database_url}
    keys = {name: secrets.token_urlsafe(50) for name in ("SECRET_KEY", "AUDIT_KEY")}
    production = {**PRODUCTION, **database, **keys}
    return [
        Gate("format", ["ruff", "format", "--check", "."]),
        Gate("lint", ["ruff", "check", "."]),
        Gate("types", ["mypy"]),
        Gate("import contracts", ["lint-imports", "--no-logo"]),
        Gate("template format", ["djlint", "templates", "--check", "--quiet"]),
        Gate("template lint", ["djlint", "templates", "--lint", "--quiet"]),
        Gate(
            "production settings",
            [*manage, "check", "--deploy", "--fail-level", "WARNING"],
            production,
        ),
        Gate("migrations", [*manage, "makemigrations", "--check", "--dry-run"], database),
        Gate(
            "bill of materials",
            ["cyclonedx-py", "requirements", "--of", "JSON", "-o", _bill(), "requirements.txt"],
        ),
        # Groups side by side on two processes, the longest first (tests/heavy.py). A third one
        # makes two cores so busy that tests of real workers run out of patience.
        Gate(
            "tests",
            [*manage, "test", "-n", "2", "--dist", "loadfile", "--no-loadscope-reorder"],
        ),
    ]


def _bill() -> str:
    """Where the list of everything that is installed in production goes."""
    settings.DATA_DIR.mkdir(parents=True, exist_ok=True)
    return str(settings.DATA_DIR / "sbom.json")


class Command(BaseCommand):
    """Runs every gate, also after one failed, and lists those that did."""

    help = "Format, lint, types, imports, templates, settings, migrations, tests; as CI does."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError with the names of the gates that did not pass."""
        with tempfile.TemporaryDirectory(prefix="regie-ci-") as folder:
            postgres = EmbeddedPostgres(Path(folder), durable=False)
            postgres.start()
            try:
                failed = [gate.name for gate in gates(postgres.url()) if not self._passes(gate)]
            finally:
                postgres.stop()
        unanswered = self._advisories(failed)
        if failed:
            raise CommandError(f"not passed: {', '.join(failed)}")
        self.stdout.write(self.style.SUCCESS(f"All gates passed{unanswered}."))

    def _advisories(self, failed: list[str]) -> str:
        """A finding fails. A machine that PyPI's advisories do not reach cannot know: it says so,
        last of all too, and whoever releases looks them up elsewhere (docs/operations.md)."""
        self.stdout.write(self.style.MIGRATE_HEADING("▸ advisories"))
        try:
            report = look_up()
        except NotLookedUp as reason:
            self.stdout.write(self.style.WARNING(f"  advisories: not looked up: {reason}"))
            return "; advisories were not looked up"
        for line in report.lines():
            self.stdout.write(f"  {line}")
        if report.findings:
            failed.append("advisories")
        return ""

    def _passes(self, gate: Gate) -> bool:
        self.stdout.write(self.style.MIGRATE_HEADING(f"▸ {gate.name}"))
        self.stdout.flush()
        began = time.monotonic()
        passed = gate.passes()
        seconds = time.monotonic() - began
        verdict = self.style.SUCCESS("passed") if passed else self.style.ERROR("FAILED")
        self.stdout.write(f"  {gate.name}: {verdict} ({seconds:.1f} s)\n")
        return passed
