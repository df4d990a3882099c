"""`manage.py shots OUT`: a picture of every page, light, dark and on a phone."""

from __future__ import annotations

import os
from contextlib import nullcontext
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from console.commands.shots.camera import NoPicture, chromium, take
from console.commands.shots.console import scratch_console


class Command(BaseCommand):
    """Takes them of a console with demo data, its own or a running one."""

    help = "Write a PNG of every page as a member of the demo sees it: light, dark, 390 px wide."
    requires_system_checks = ()

    def add_arguments(self, parser: CommandParser) -> None:
        """`OUT --member legal --base-url http://localhost:8000`."""
        parser.add_argument("out", type=Path, help="the folder to write to")
        parser.add_argument("--member", default="legal", help="whose pages: …@demo.example")
        parser.add_argument(
            "--base-url", help="a running console with demo data; DEMO_PASSWORD signs in"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """One line when something is missing, else the number of pictures."""
        email = f"{options['member']}@demo.example"
        given = options["base_url"]
        if given and not os.environ.get("DEMO_PASSWORD"):
            raise CommandError("Set DEMO_PASSWORD to the password that the demo people have.")
        console = (
            nullcontext((given.rstrip("/"), os.environ["DEMO_PASSWORD"]))
            if given
            else scratch_console()
        )
        try:
            with chromium() as browser, console as (address, password):
                taken = sum(1 for _ in take(browser, address, email, password, options["out"]))
        except NoPicture as problem:
            raise CommandError(f"No pictures: {problem}") from None
        self.stdout.write(f"{taken} pictures of {email} in {options['out']}")
