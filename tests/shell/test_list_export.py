"""A list as CSV: all its rows, in its order, and nothing a spreadsheet would run."""

from __future__ import annotations

import csv
import io
from datetime import UTC, date, datetime
from decimal import Decimal
from unittest import mock

import pytest
from django.utils import timezone

from console.shell.lists import csv_response
from console.shell.lists.export import safe_cell
from orgs.models import Membership, Organization
from tests.shell.people import join_all, make_users, read


def lines(organization: Organization, **asked: str) -> list[list[str]]:
    response = csv_response(read(organization, **asked), name="people")
    text = b"".join(response).decode("utf-8-sig")  # type: ignore[arg-type]
    return list(csv.reader(io.StringIO(text), delimiter=";"))


def test_it_has_every_row_of_every_page_in_the_order_of_the_list(
    organization: Organization,
) -> None:
    join_all(organization, make_users(8), "hgfedcba")
    with mock.patch("console.shell.lists.export.CHUNK", 3):
        header, *rows = lines(organization, sort="-name")
    assert header == ["Person", "Role", "Last seen"]
    assert [row[0] for row in rows] == list("hgfedcba")


def test_it_has_only_what_the_list_shows(organization: Organization) -> None:
    members = join_all(organization, make_users(3), ["anna", "bea", "anton"])
    Membership.objects.filter(pk=members[1].pk).update(suspended_at=timezone.now())
    assert [row[0] for row in lines(organization, q="an")[1:]] == ["anna", "anton"]
    assert [row[0] for row in lines(organization, state="suspended")[1:]] == ["bea"]


def test_it_is_a_download_with_byte_order_mark_and_semicolons(organization: Organization) -> None:
    join_all(organization, make_users(1), ['anna; or "bea"'])
    response = csv_response(read(organization), name='../x"\r\nSet-Cookie: a=b')
    body = b"".join(response)  # type: ignore[arg-type]
    assert body.startswith(b"\xef\xbb\xbfPerson;Role;Last seen\r\n")
    assert b'"anna; or ""bea"""' in body
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    day = timezone.localdate().isoformat()
    assert response["Content-Disposition"] == f'attachment; filename="x-set-cookie-ab-{day}.csv"'


def test_it_writes_dates_in_the_time_zone_of_the_person(organization: Organization) -> None:
    (member,) = join_all(organization, make_users(1), ["anna"])
    Membership.objects.filter(pk=member.pk).update(
        last_seen_at=datetime(2026, 7, 1, 22, 30, 5, 999, tzinfo=UTC)
    )
    with timezone.override("Europe/Zurich"):
        response = csv_response(read(organization), name="people")
    assert b"2026-07-02T00:30:05+02:00" in b"".join(response)  # type: ignore[arg-type]


@pytest.mark.parametrize("start", [*"=+-@", "＝", "＋", "－", "＠", "﹦", "\t", "\r", "\n", "\0"])
@pytest.mark.parametrize("before", ["", " ", "\u00a0", "\u200b", "\ufeff", " \t "])
def test_it_disarms_a_formula(start: str, before: str) -> None:
    cell = f"{before}{start}cmd|'/c calc'!A1"
    assert safe_cell(cell) == f"'{cell}"


@pytest.mark.parametrize("text", ["anna", "a=1", "e@mail.example", "'quoted", "", " ", "1-2", "ß"])
def test_it_leaves_other_text_alone(text: str) -> None:
    assert safe_cell(text) == text


def test_it_leaves_numbers_numbers() -> None:
    assert safe_cell(-5) == -5
    assert safe_cell(Decimal("-5.00")) == Decimal("-5.00")
    assert safe_cell(None) == ""
    assert safe_cell(date(2026, 11, 22)) == "2026-11-22"


def test_it_disarms_names_in_the_file(organization: Organization) -> None:
    join_all(
        organization, make_users(2), ['=HYPERLINK("http://evil.example";"x")', "\u200b@SUM(A1)"]
    )
    assert {row[0][0] for row in lines(organization)[1:]} == {"'"}


def test_it_reads_in_pieces(organization: Organization, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    join_all(organization, make_users(7), "abcdefg")
    with mock.patch("console.shell.lists.export.CHUNK", 3), django_assert_num_queries(3):
        assert len(lines(organization)) == 8
