"""`manage.py demo`: load the demo data into an empty database."""

from __future__ import annotations

import os
import secrets
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from auth2fa.models import User
from console.commands.demo import load
from orgs.models import Organization


class Command(BaseCommand):
    """Refuses outside demo mode and on a database that holds anything."""

    help = "Load the demo data (demo mode, empty database only)."

    def handle(self, *args: Any, **options: Any) -> None:
        """Passwords: DEMO_PASSWORD, else a new one, printed."""
        if not settings.DEMO_MODE:
            raise CommandError("Demo data is loaded in demo mode only: python3 manage.py run")
        if User.objects.exists() or Organization.objects.exists():
            raise CommandError("The database is not empty: demo data was not loaded.")
        password = os.environ.get("DEMO_PASSWORD") or secrets.token_urlsafe(9)
        people = load(password)
        self.stdout.write(f"Demo data loaded: {people} people. Password: {password}")
