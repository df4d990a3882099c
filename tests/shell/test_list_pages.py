"""Pages by key: every row once, forwards and backwards, whatever ties and whatever is empty."""

from __future__ import annotations

from itertools import chain

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orgs.models import Membership, Organization, Role
from tests.shell.people import join_all, make_users, read, seen, walk

SORTS = ["name", "-name", "role", "-role", "seen", "-seen"]
PEOPLE = st.lists(
    st.tuples(
        st.sampled_from(["", "anna", "Anna", "berta", "élodie", "%", "ß", "a\\b", "日本"]),
        st.sampled_from(list(Role)),
        st.sampled_from([None, 0, 1, 5_000_000]),
    ),
    max_size=14,
)


def flat(pages: list[list[int]]) -> list[int]:
    return list(chain.from_iterable(pages))


@pytest.mark.django_db
def test_it_shows_every_row_exactly_once_in_both_directions(organization: Organization) -> None:
    users = make_users(14)

    @settings(
        max_examples=40,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(people=PEOPLE, sort=st.sampled_from(SORTS))
    def pages_cover(people: list[tuple[str, Role, int | None]], sort: str) -> None:
        Membership.objects.filter(organization=organization).delete()
        Membership.objects.bulk_create(
            Membership(
                organization=organization,
                user=user,
                role=role,
                sort_name=name,
                last_seen_at=seen(hours),
            )
            for user, (name, role, hours) in zip(users, people, strict=False)
        )
        start = read(organization, sort=sort)
        expected = [row["pk"] for row in start.order.sorted(start.order.values(start.queryset))]
        forwards = walk(organization, f"/people/?sort={sort}", "next_url")
        assert flat(forwards) == expected
        assert len(expected) == len(people)

        last = f"/people/?sort={sort}"
        while following := read(organization, last).next_url:
            last = following
        assert walk(organization, last, "previous_url")[::-1] == forwards

    pages_cover()


def test_it_finds_the_last_page_from_the_end(organization: Organization) -> None:
    members = join_all(organization, make_users(7), "abcdefg")
    listing = read(organization, before="end")
    assert [row["pk"] for row in listing.rows] == [each.pk for each in members[-3:]]
    assert not listing.next_url
    assert read(organization, listing.previous_url).rows[-1]["pk"] == members[3].pk


def test_it_shows_a_whole_first_page_when_rows_before_were_removed(
    organization: Organization,
) -> None:
    members = join_all(organization, make_users(8), "abcdefgh")
    second = read(organization, read(organization).next_url)
    back = second.previous_url
    Membership.objects.filter(pk__in=[members[0].pk, members[1].pk]).delete()
    listing = read(organization, back)
    assert [row["name"] for row in listing.rows] == ["c", "d", "e"]
    assert not listing.previous_url


def test_it_shows_the_first_page_when_nothing_is_left_behind_the_key(
    organization: Organization,
) -> None:
    members = join_all(organization, make_users(4), "abcd")
    onwards = read(organization).next_url
    members[3].delete()
    assert [row["name"] for row in read(organization, onwards).rows] == ["a", "b", "c"]


def test_it_puts_those_never_seen_at_the_far_end_of_the_latest(organization: Organization) -> None:
    members = join_all(organization, make_users(3), ["never", "long ago", "today"])
    for member, hours in zip(members, (None, 900, 1), strict=True):
        Membership.objects.filter(pk=member.pk).update(last_seen_at=seen(hours))
    latest = read(organization, sort="-seen")
    assert [row["name"] for row in latest.rows] == ["today", "long ago", "never"]


@pytest.mark.parametrize("count", [0, 1, 3, 4])
def test_it_says_where_one_is(organization: Organization, count: int) -> None:
    join_all(organization, make_users(count), "abcd"[:count])
    words = {0: "All 0", 1: "1 in all", 3: "All 3", 4: "1 to 3 of 4"}
    assert read(organization).position == words[count]
