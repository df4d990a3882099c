"""On a server with pg_trgm the search of people is answered by an index."""

from __future__ import annotations

import os
import subprocess
import sys

import pytest

from tests.stack.servers import Postgres, debian_postgres

pytestmark = [pytest.mark.server, pytest.mark.slow]
__all__ = ["debian_postgres"]

PLANS = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from console.commands.bench.people import add_people
from orgs.models import Membership, Organization
organization = Organization.objects.create(slug="many", name="Many")
add_people(organization, 1, 30_000)
rows = Membership.objects.filter(organization=organization, search_text__icontains="KELLER.1.77")
print(rows.order_by("sort_name", "id")[:51].explain())
"""


def test_it_searches_by_index(debian_postgres: Postgres) -> None:
    environment = {**os.environ, "DATABASE_URL": debian_postgres.url}
    done = subprocess.run(
        [sys.executable, "-c", PLANS], env=environment, capture_output=True, text=True, timeout=100
    )
    assert done.returncode == 0, done.stderr[-2000:]
    assert "Bitmap Index Scan on membership_search" in done.stdout
    assert "Seq Scan" not in done.stdout
