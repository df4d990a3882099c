"""The search box: finds what was typed, letter for letter, and nothing by its signs."""

from __future__ import annotations

import pytest

from console.shell.lists.search import clean
from orgs.models import Organization
from tests.shell.people import join_all, make_users, read

NAMES = [
    "100% wool",
    "100x wool",
    "snake_case",
    "snakexcase",
    "back\\slash",
    "Meier Anna",
    "weiß",
    "Élodie",
]


@pytest.fixture
def found(organization: Organization):  # type: ignore[no-untyped-def]
    join_all(organization, make_users(len(NAMES)), NAMES)
    return lambda text: {row["name"] for row in read(organization, q=text, page_size=50).rows}


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("100%", {"100% wool"}),
        ("snake_", {"snake_case"}),
        ("back\\", {"back\\slash"}),
        ("anna meier", {"Meier Anna"}),
        ("ANNA", {"Meier Anna"}),
        ("weiß", {"weiß"}),
        ("WEISS", {"weiß"}),
        ("elodie", {"Élodie"}),
        ("ÉLO", {"Élodie"}),
        ("'; --", set()),
        ("nobody", set()),
    ],
)
def test_it_finds_words_whatever_signs_they_have(found, text: str, names: set[str]) -> None:  # type: ignore[no-untyped-def]
    assert found(text) == names


def test_it_finds_by_address_too(found) -> None:  # type: ignore[no-untyped-def]
    assert len(found("@list.example")) == 8


def test_it_says_when_too_little_was_typed(found, organization: Organization) -> None:  # type: ignore[no-untyped-def]
    listing = read(organization, q="n")
    assert listing.hint == "Type at least 2 characters."
    assert listing.query == "n"
    assert not listing.is_narrowed
    assert len(listing.rows) == 3


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("  anna \t meier\r\n", "anna meier"),
        ("an\0na\x1b[31m", "anna[31m"),
        ("e\u0301lodie", "élodie"),
        ("\ud800anna", "anna"),
        ("x" * 5_000, "x" * 100),
    ],
)
def test_it_cleans_what_was_typed(typed: str, text: str) -> None:
    assert clean(typed) == text


def test_it_looks_for_six_words_at_most(organization: Organization) -> None:
    listing = read(organization, q="ab cd ef gh ij kl mn op")
    sql = str(listing.queryset.query)
    assert sql.upper().count("LIKE") == 6
