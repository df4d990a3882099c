"""What a list costs: the same queries at any size, and an index for each of its orders."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from console.commands.bench.people import add_people
from console.shell.lists import total
from console.shell.lists.listing import Listing
from orgs.models import Membership, Organization
from tests.shell.people import join_all, make_users, read

SCALE = 100_000
ADDRESSES = [
    "",
    "?sort=-name",
    "?sort=role",
    "?sort=-role",
    "?sort=seen",
    "?sort=-seen",
    "?role=external",
    "?role=external&sort=-name",
    "?state=suspended",
    "?state=active",
]


def look(listing: Listing[Membership]) -> None:
    """Everything a template looks at."""
    assert listing.rows is not None
    assert listing.heads
    _ = (listing.total, listing.position, listing.next_url, listing.previous_url)
    _ = (listing.filters, listing.narrowings, listing.querystring, listing.address)


@pytest.mark.parametrize("count", [1, 50])
@pytest.mark.parametrize("where", ["", "?before=end", "?q=p&state=active"])
def test_it_makes_two_queries(organization: Organization, count: int, where: str) -> None:
    join_all(organization, make_users(count), (f"p{n}" for n in range(count)))
    with CaptureQueriesContext(
        connection,
    ) as made:
        look(read(organization, f"/people/{where}"))
    assert len(made) == 2


def test_it_counts_to_a_thousand_and_then_says_more(
    organization: Organization, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(total, "CAP", 4)
    users = make_users(5)
    join_all(organization, users[:4], "abcd")
    assert str(read(organization).total) == "4"
    join_all(organization, users[4:], "e")
    assert str(read(organization).total) == "4+"
    assert str(total.Total(1_000, is_capped=True)) == "1,000+"


@pytest.fixture(scope="module")
def large(django_db_setup: None, django_db_blocker: Any) -> Iterator[Organization]:
    """One Organization of SCALE people beside a small one; gone afterwards."""
    with django_db_blocker.unblock():
        organizations = [
            Organization.objects.create(slug=slug, name=slug) for slug in ("large", "small")
        ]
        for organization, count in zip(organizations, (SCALE, 100), strict=True):
            add_people(organization, 1, count)
        yield organizations[0]
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE orgs_organization, auth2fa_user CASCADE")


def plan(listing: Listing[Membership]) -> str:
    """How PostgreSQL reads the rows of the page."""
    with CaptureQueriesContext(connection) as made:
        _ = listing.rows
    (query,) = made.captured_queries
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {query['sql']}")
        return "\n".join(row[0] for row in cursor.fetchall())


@pytest.mark.django_db
@pytest.mark.parametrize("address", ADDRESSES)
def test_it_reads_each_page_from_an_index(large: Organization, address: str) -> None:
    first = read(large, f"/people/{address}")
    for url in (first.first_url, first.next_url, first.last_url):
        steps = plan(read(large, url))
        assert "Index" in steps, steps
        assert "Seq Scan" not in steps, steps
        assert "Sort" not in steps, steps


@pytest.mark.django_db
def test_it_counts_no_more_rows_than_it_says(large: Organization) -> None:
    listing = read(large)
    with CaptureQueriesContext(connection) as made:
        assert str(listing.total) == "1,000+"
    assert "LIMIT 1001" in made[0]["sql"]
