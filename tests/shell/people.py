"""A list of its own for the tests of lists: the people of one Organization, three to a page."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.test import RequestFactory

from auth2fa.models import User
from console.shell.lists import (
    NEVER,
    Column,
    Filter,
    Listing,
    ListPage,
    Option,
    Row,
    Search,
    Values,
)
from orgs.models import Membership, Organization, Role
from orgs.names import fold_for_search, search_text

SEEN = datetime(2026, 11, 22, 12, tzinfo=UTC)


def _rows(found: list[Values], listing: Listing[Membership]) -> list[Row]:
    return [{"pk": each["pk"], "name": each["sort_name"]} for each in found]


def people_list(page_size: int = 3) -> ListPage[Membership]:
    """The declaration, with pages of that size."""
    return ListPage[Membership](
        name="people-table",
        fields=("sort_name", "role", "last_seen_at"),
        columns=(
            Column("tick", "Select", css="c-tick", quiet=True),
            Column("name", "Person", sort="sort_name", csv="sort_name"),
            Column("role", "Role", sort=("role_rank", "sort_name"), csv="role"),
            Column(
                "seen",
                "Last seen",
                sort="last_seen_at",
                empty_as=NEVER,
                descends_first=True,
                csv="last_seen_at",
            ),
        ),
        sort="name",
        search=Search("search_text", "Name contains", fold=fold_for_search),
        filters=(
            Filter.on("role", "Role", "Any role", Role.choices),
            Filter(
                "state",
                "State",
                "Any state",
                (
                    Option("active", "Active", Q(suspended_at=None)),
                    Option("suspended", "Suspended", Q(suspended_at__isnull=False)),
                ),
            ),
        ),
        rows=_rows,
        page_size=page_size,
    )


def read(organization: Organization, address: str = "", **asked: Any) -> Listing[Membership]:
    """The list as `address` (or the parameters) asks for it."""
    request: HttpRequest = RequestFactory().get(address or "/people/", asked or None)
    rows = Membership.objects.filter(organization=organization)
    return people_list(asked.pop("page_size", 3)).read(request, rows, base_url="/people/")


def make_users(count: int) -> list[User]:
    """People without a password, by number."""
    start = User.objects.count()
    return User.objects.bulk_create(
        User(email=f"p{number}@list.example", full_name=f"P {number}")
        for number in range(start, start + count)
    )


def join_all(
    organization: Organization, users: Iterable[User], names: Iterable[str], **fields: Any
) -> list[Membership]:
    """Members with these names, in this order of ids."""
    return Membership.objects.bulk_create(
        Membership(
            organization=organization,
            user=user,
            role=fields.get("role", Role.COLLABORATOR),
            sort_name=name,
            search_text=search_text(name, user.email),
        )
        for user, name in zip(users, names, strict=True)
    )


def seen(hours: int | None) -> datetime | None:
    """A moment so many hours before noon; nothing for None."""
    return None if hours is None else SEEN - timedelta(hours=hours)


def walk(organization: Organization, url: str, direction: str) -> list[list[int]]:
    """The ids of every page from `url` on, following `next_url` or `previous_url`."""
    pages = []
    while url:
        listing = read(organization, url)
        pages.append([row["pk"] for row in listing.rows])
        url = getattr(listing, direction)
        assert len(pages) < 50, "the pages never end"
    return pages
