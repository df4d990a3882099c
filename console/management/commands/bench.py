"""`manage.py bench`: what the list of people costs, as ratios."""

from __future__ import annotations

import argparse
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from console.commands.bench.scratch import scratch

ROOT = Path(__file__).resolve().parents[3]
_TIMES = {"": 1, "k": 1_000, "M": 1_000_000}


def scale(text: str) -> int:
    """How many people: 1k, 100k, 1M, or a plain number."""
    found = re.fullmatch(r"([1-9]\d{0,6})([kM]?)", text)
    if not found:
        raise argparse.ArgumentTypeError("a number of people, such as 1k, 100k or 1M")
    return int(found[1]) * _TIMES[found[2]]


class Command(BaseCommand):
    """Works on a scratch database, on the server of DATABASE_URL or on one of its own."""

    help = "Measure the list of people against its goals, in units of a bare page."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """`--scale 100k --json FILE`."""
        parser.add_argument("--scale", type=scale, default=1_000, help="people: 1k, 100k, 1M")
        parser.add_argument("--json", type=Path, default=Path("bench.json"), help="where to write")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare the scratch database and measure, each in a process of its own."""
        with scratch() as environment:
            self._run(environment, str(ROOT / "manage.py"), "prepare", quiet=True)
            target = str(options["json"].resolve())
            self._run(environment, "-m", "console.commands.bench", str(options["scale"]), target)
        self.stdout.write(f"Written to {options['json']}")

    def _run(self, environment: dict[str, str], *command: str, quiet: bool = False) -> None:
        done = subprocess.run(
            [sys.executable, *command],
            env=environment,
            cwd=ROOT,
            check=False,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT if quiet else None,
            text=True,
        )
        if done.returncode:
            raise CommandError(f"{command[-1]} failed:\n{done.stdout.strip()[-2000:]}")
        if not quiet:
            self.stdout.write(done.stdout)
