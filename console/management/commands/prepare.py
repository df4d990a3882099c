"""`manage.py prepare`: everything that has to be there before the console starts."""

from __future__ import annotations

import hashlib
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandParser

from console.embedded.broker import PGMQ_URL, install_broker


class Command(BaseCommand):
    """Tables, cache, queue, demo data, static files; doing it again changes nothing."""

    help = "Migrate, make the tables of cache and queue, collect static files that changed."
    requires_system_checks: list[str] = []  # they ask the database, which `--static-only` lacks

    def add_arguments(self, parser: CommandParser) -> None:
        """`--demo` and `--static-only`."""
        parser.add_argument("--static-only", action="store_true", help="only the static files")
        parser.add_argument("--demo", action="store_true", help="load demo data if nobody is there")

    def handle(self, *args: Any, **options: Any) -> None:
        """Run each step; the first that fails ends the command."""
        collect_static_files(Path(settings.STATIC_ROOT))
        if options["static_only"]:
            return
        self.check()
        call_command("migrate", interactive=False, verbosity=options["verbosity"])
        call_command("createcachetable", verbosity=0)  # nothing when the cache is Redis
        if settings.CELERY_BROKER_URL == PGMQ_URL:
            install_broker(settings.DATABASE_URL)
        if options["demo"] and not get_user_model().objects.exists():
            call_command("demo")


def collect_static_files(target: Path) -> None:
    """Copy, hash and compress the static files, if any changed since the last time."""
    mark = target / ".collected"
    state = state_of_static_files()
    if mark.exists() and mark.read_text() == state:
        return
    call_command("collectstatic", interactive=False, verbosity=0)
    mark.write_text(state)


def state_of_static_files() -> str:
    """A digest of path and content of every file that would be collected."""
    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in sorted(finder.list([]), key=lambda entry: entry[0]):
            content = Path(storage.path(path)).read_bytes()
            digest.update(f"{path}|{len(content)}|".encode() + content)
    return digest.hexdigest()
