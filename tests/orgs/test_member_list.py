"""The list of people: what a browser gets as one searches, filters, sorts and turns pages."""

from __future__ import annotations

import csv
import gzip
import io
from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from console.commands.bench.people import add_people
from orgs.models import Membership
from tests.conftest import Cast

URL = "/o/alpine/users/"
FRAGMENT = {"HX-Request": "true", "HX-Target": "member-table", "HX-Current-URL": URL}
As = Callable[..., Client]


def test_it_answers_a_search_with_the_table_and_its_address(as_: As) -> None:
    response = as_("administrator").get(f"{URL}?q=lara&role=&state=", headers=FRAGMENT)
    body = response.content.decode()
    assert body.lstrip().startswith('<div id="member-table"')
    assert "Lara Legal" in body
    assert "Adrian Admin" not in body
    assert response["HX-Push-Url"] == f"{URL}?q=lara"


def test_it_answers_history_with_the_whole_page(as_: As) -> None:
    headers = {**FRAGMENT, "HX-History-Restore-Request": "true"}
    response = as_("administrator").get(f"{URL}?q=lara", headers=headers)
    assert b"<!doctype html>" in response.content.lower()
    assert 'value="lara"' in response.content.decode()
    assert "HX-History-Restore-Request" in response["Vary"]


def test_it_says_which_filter_to_drop(as_: As) -> None:
    body = as_("administrator").get(f"{URL}?q=lara&role=external").content.decode()
    assert "Drop “Role: External”" in body
    assert "Drop “Search: lara”" in body


@pytest.mark.parametrize(
    "query", ["q=<b id=x>", "sort=<b id=x>", "role=<b id=x>", "after=<b id=x>", "q=%00%ff", "x=1"]
)
def test_it_stays_itself_whatever_the_address_says(as_: As, query: str) -> None:
    response = as_("administrator").get(f"{URL}?{query}")
    assert response.status_code == 200
    assert b"<b id=x>" not in response.content


def test_it_searches_names_only_for_who_may_not_see_addresses(as_: As) -> None:
    assert b"Lara Legal" in as_("collaborator").get(f"{URL}?q=lara").content
    # The table alone: above it stands who could add people, by name.
    sent = as_("collaborator").get(f"{URL}?q=.example", headers=FRAGMENT)
    assert b"Lara Legal" not in sent.content
    assert b"Lara Legal" in as_("administrator").get(f"{URL}?q=.example").content


def test_it_exports_what_it_shows(as_: As) -> None:
    response = as_("administrator").get(f"{URL}export/?role=legal_representative")
    text = b"".join(response).decode("utf-8-sig")  # type: ignore[call-overload]
    names = [row[0].rpartition(" ")[0] for row in csv.reader(io.StringIO(text), delimiter=";")][1:]
    assert names == ["Lara Legal", "Leon Legal"]


def test_it_exports_nobody_of_another_organization(as_: As, cast: Cast) -> None:
    foreign = cast.membership("stranger", cast.rival).pk
    response = as_("administrator").get(f"{URL}export/?selected={foreign}")
    assert b"RIVALMARK" not in b"".join(response)  # type: ignore[call-overload]


@pytest.mark.parametrize("count", [0, 50, 120])
def test_it_costs_as_many_queries_for_few_as_for_many(as_: As, cast: Cast, count: int) -> None:
    Membership.objects.filter(organization=cast.alpine).exclude(user=cast["administrator"]).delete()
    if count:
        add_people(cast.alpine, 1, count)
    client = as_("administrator")
    client.get(URL)
    with CaptureQueriesContext(connection) as page:
        client.get(URL)
    with CaptureQueriesContext(connection) as fragment:
        client.get(URL, headers=FRAGMENT)
    assert (len(page), len(fragment)) == (5, 5)


def test_it_stays_within_its_bytes(as_: As, cast: Cast) -> None:
    add_people(cast.alpine, 1, 120)
    body = as_("administrator").get(URL).content
    rows = body.partition(b"<tbody")[2].split(b"<tr")[1:]
    assert len(rows) == 50
    assert len(body) <= 45 * 1024
    assert len(gzip.compress(body, 6)) <= 5 * 1024
    assert max(len(row.partition(b"</tr>")[0]) for row in rows) <= 1024
