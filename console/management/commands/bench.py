"""`manage.py bench`: what the lists of people and products cost, as ratios."""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from console.commands.bench.report import table
from console.commands.bench.scratch import scratch

ROOT = Path(__file__).resolve().parents[3]
LISTS = ["people", "products"]
_TIMES = {"": 1, "k": 1_000, "M": 1_000_000}


def scale(text: str) -> int:
    """How many people or products: 1k, 100k, 1M, or a plain number."""
    found = re.fullmatch(r"([1-9]\d{0,6})([kM]?)", text)
    if not found:
        raise argparse.ArgumentTypeError("a number of rows, such as 1k, 100k or 1M")
    return int(found[1]) * _TIMES[found[2]]


class Command(BaseCommand):
    """Works on a scratch database, on the server of DATABASE_URL or on one of its own."""

    help = "Measure the long lists against their goals, in units of a bare page."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """`--scale 100k --list products --json FILE`."""
        parser.add_argument("--scale", type=scale, default=1_000, help="rows: 1k, 100k, 1M")
        parser.add_argument("--list", choices=LISTS, action="append", help="one list alone")
        parser.add_argument("--json", type=Path, default=Path("bench.json"), help="where to write")

    def handle(self, *args: Any, **options: Any) -> None:
        """Prepare the scratch database and measure, each in a process of its own."""
        target: Path = options["json"].resolve()
        with scratch() as environment:
            _run(environment, str(ROOT / "manage.py"), "prepare")
            lists = ",".join(options["list"] or LISTS)
            asked = str(options["scale"]), lists, str(target)
            _run(environment, "-m", "console.commands.bench", *asked)
        self.stdout.write(table(json.loads(target.read_text())))
        self.stdout.write(f"Written to {target}")


def _run(environment: dict[str, str], *command: str) -> None:
    """Run Python; what it says (its log of requests) is shown only when it fails."""
    with tempfile.TemporaryFile("w+", errors="replace") as output:
        done = subprocess.run(
            [sys.executable, *command],
            env=environment,
            cwd=ROOT,
            check=False,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
        if done.returncode:
            output.seek(0)
            raise CommandError(f"{command[1]} failed:\n{output.read().strip()[-2000:]}")
