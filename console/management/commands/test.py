"""`manage.py test`: every test, with pytest."""

from __future__ import annotations

import os
import sys
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Becomes pytest. Whatever stands behind `test` is pytest's."""

    help = "Run the tests; every further argument goes to pytest (try: test -k letters -x)."

    def run_from_argv(self, argv: list[str]) -> None:
        """Skip Django's own parsing: `-k`, `-x` and paths are pytest's words."""
        self.handle(arguments=argv[2:])

    def handle(self, *args: Any, arguments: list[str], **options: Any) -> None:
        """Replace this process by pytest, so that Ctrl-C and the exit code are its own."""
        # conftest.py starts a database first and then loads Django itself.
        environment = {**os.environ}
        environment.pop("DJANGO_SETTINGS_MODULE", None)
        os.chdir(settings.BASE_DIR)
        os.execve(sys.executable, [sys.executable, "-m", "pytest", *arguments], environment)  # noqa: S606
