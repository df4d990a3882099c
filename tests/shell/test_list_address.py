"""The address bar alone says what a list shows: filters, sort, search and page."""

from __future__ import annotations

from urllib.parse import parse_qs, urlsplit

import pytest
from django.test import RequestFactory
from django.utils import timezone

from console.shell.lists import selected_ids
from orgs.models import Membership, Organization, Role
from tests.shell.people import join_all, make_users, read


@pytest.fixture
def people(organization: Organization) -> list[Membership]:
    members = join_all(organization, make_users(6), ["anna", "bea", "carl", "dora", "emil", "finn"])
    Membership.objects.filter(pk=members[0].pk).update(role=Role.ADMINISTRATOR)
    Membership.objects.filter(pk__in=[members[1].pk, members[0].pk]).update(
        suspended_at=timezone.now()
    )
    return members


def names(organization: Organization, url: str = "", **asked: str) -> list[str]:
    return [row["name"] for row in read(organization, url, **asked).rows]


def test_it_filters_by_what_is_asked(organization: Organization, people: list[Membership]) -> None:
    assert names(organization, role="administrator") == ["anna"]
    assert names(organization, state="suspended") == ["anna", "bea"]
    assert names(organization, state="suspended", role="collaborator") == ["bea"]


@pytest.mark.parametrize(
    "asked",
    [
        {"role": "emperor"},
        {"state": "1 OR 1=1"},
        {"sort": "password"},
        {"sort": "organization__name"},
        {"sort": "tick"},
        {"role": "\0"},
    ],
)
def test_it_ignores_what_it_does_not_know_and_says_so(
    organization: Organization, people: list[Membership], asked: dict[str, str]
) -> None:
    listing = read(organization, **asked)
    assert [row["name"] for row in listing.rows] == ["anna", "bea", "carl"]
    assert [choice.value for choice in listing.filters] == ["", ""]
    assert listing.address == "/people/"


def test_it_carries_everything_on_to_the_next_page(
    organization: Organization, people: list[Membership]
) -> None:
    listing = read(organization, role="collaborator", sort="-name")
    assert parse_qs(urlsplit(listing.next_url).query).keys() == {"role", "sort", "after"}
    assert names(organization, listing.next_url) == ["carl", "bea"]


def test_it_drops_the_page_when_the_question_changes(
    organization: Organization, people: list[Membership]
) -> None:
    second = read(organization, read(organization).next_url)
    links = [head.url for head in second.heads if head.url]
    assert links
    assert not any("after" in link for link in [*links, second.clear_url, second.querystring])
    assert "after" in second.address


def test_it_tells_how_the_heads_sort(organization: Organization, people: list[Membership]) -> None:
    heads = {head.label: head for head in read(organization, sort="-name").heads}
    assert heads["Person"].direction == "descending"
    assert heads["Person"].url == "/people/"
    assert heads["Last seen"].direction == ""
    assert heads["Last seen"].url == "/people/?sort=-seen"
    assert heads["Select"].url == ""


def test_it_says_which_filter_to_drop_when_nothing_is_found(
    organization: Organization, people: list[Membership]
) -> None:
    listing = read(organization, role="external", state="suspended", q="anna")
    assert listing.rows == []
    assert listing.is_narrowed
    assert [each.label for each in listing.narrowings] == [
        "Search: anna",
        "Role: External",
        "State: Suspended",
    ]
    (helpful,) = listing.helpful_drops
    assert names(organization, helpful.url) == ["anna"]


def test_it_does_not_ask_what_to_drop_while_something_is_found(
    organization: Organization,
    people: list[Membership],
    django_assert_num_queries: pytest.FixtureRequest,
) -> None:
    listing = read(organization, state="suspended")
    assert listing.rows
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert [each.helps for each in listing.narrowings] == [False]


def test_it_takes_only_ids_from_ticks() -> None:
    ticks = ["7", "7", "8", "-1", "0", "x", "", "9.5", "²", "٣", "9" * 19, "1" * 5_000, " 3"]
    request = RequestFactory().post("/people/", {"selected": ticks})
    assert selected_ids(request) == (7, 8)
