"""What an address says wrongly is ignored: no error, and never a row too many."""

from __future__ import annotations

import base64
import json
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from orgs.models import Organization
from tests.shell.people import join_all, make_users, read


def encoded(value: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


@pytest.fixture
def names(organization: Organization) -> Callable[..., list[str]]:
    """The names on the page that the parameters ask for, out of a, b, c, d, e."""
    join_all(organization, make_users(5), "abcde")
    return lambda **asked: [row["name"] for row in read(organization, **asked).rows]


GARBAGE = {
    "empty": "",
    "text": "berger",
    "not base64": "%%%",
    "not json": base64.urlsafe_b64encode(b"{").decode(),
    "null": encoded(None),
    "object": encoded({"a": 1}),
    "too few": encoded(["a"]),
    "too many": encoded(["a", "1", "1"]),
    "numbers": encoded(["a", 1]),
    "nested": encoded(["a", ["1"]]),
    "deep": base64.urlsafe_b64encode(b"[" * 1400).decode(),
    "id is text": encoded(["a", "x"]),
    "id too large": encoded(["a", str(2**63)]),
    "id far too large": encoded(["a", "9" * 900]),
    "NUL": encoded(["a\0", "1"]),
    "lone surrogate": encoded(["\ud800", "1"]),
    "name too long": encoded(["a" * 201, "1"]),
    "endless": "A" * 100_000,
    "padding": "====",
}


@pytest.mark.parametrize("parameter", ["after", "before"])
@pytest.mark.parametrize("cursor", GARBAGE.values(), ids=GARBAGE.keys())
def test_it_shows_the_first_page_for_a_key_that_is_none(
    names: Callable[..., list[str]], parameter: str, cursor: str
) -> None:
    assert names(**{parameter: cursor}) == ["a", "b", "c"]


@pytest.mark.parametrize(
    "moment", ["yesterday", "2026-13-45", "99999-01-01T00:00:00", "2026-11-22T25:00:00", ""]
)
def test_it_shows_the_first_page_for_a_moment_that_is_none(
    names: Callable[..., list[str]], moment: str
) -> None:
    assert len(names(sort="seen", after=encoded([moment, "1"]))) == 3


@pytest.mark.parametrize("moment", ["0001-01-01", "9999-12-31T23:59:59-14:00", "2026-11-22"])
def test_it_takes_the_edges_of_time_as_moments(
    names: Callable[..., list[str]], moment: str
) -> None:
    assert len(names(sort="seen", after=encoded([moment, "1"]))) == 3


def test_it_shows_the_first_page_for_a_key_of_another_order(
    names: Callable[..., list[str]], organization: Organization
) -> None:
    by_role = read(organization, sort="role").next_url.partition("after=")[2]
    assert names(after=by_role) == ["a", "b", "c"]


def test_it_shows_only_its_own_rows_for_a_key_of_another_organization(
    names: Callable[..., list[str]],
) -> None:
    other = Organization.objects.create(slug="other", name="Other")
    join_all(other, make_users(4), ["bb", "bc", "bd", "be"])
    foreign = read(other).next_url.partition("after=")[2]
    assert names(after=foreign) == ["c", "d", "e"]


@pytest.mark.django_db
def test_it_survives_any_address(organization: Organization) -> None:
    join_all(organization, make_users(5), "abcde")

    @settings(
        max_examples=60,
        deadline=None,
        suppress_health_check=[HealthCheck.function_scoped_fixture],
    )
    @given(
        asked=st.dictionaries(
            st.sampled_from(["q", "sort", "role", "state", "after", "before"]), st.text()
        )
    )
    def shows_a_page(asked: dict[str, str]) -> None:
        listing = read(organization, **asked)
        assert len(listing.rows) <= 3
        assert str(listing.total)
        again = read(organization, listing.address)
        assert again.rows == listing.rows

    shows_a_page()
