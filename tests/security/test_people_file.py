"""The CSV of people: a spreadsheet that opens it runs nothing, and a row stays a row."""

from __future__ import annotations

import csv
from collections.abc import Callable
from io import StringIO

import pytest
from django.test import Client

from auth2fa.models import User
from tests.conftest import Cast
from tests.matrix.walk import body_of

As = Callable[..., Client]
STARTS = ["=", "+", "-", "@", "\t=", " =", "\u00a0=", "＝", "＋", "－", "＠", "\r=", "\n="]


def rows(browser: Client, query: str = "") -> list[list[str]]:
    body = body_of(browser.get(f"/o/alpine/users/export/{query}"))
    return list(csv.reader(StringIO(body, newline=""), delimiter=";"))


@pytest.mark.parametrize("start", STARTS)
def test_a_name_that_is_a_formula_is_disarmed(start: str, as_: As, cast: Cast) -> None:
    """Row 61."""
    formula = f'{start}HYPERLINK("http://evil.example";"x")'
    User.objects.filter(pk=cast["collaborator"].pk).update(full_name=formula)
    cell = next(row[0] for row in rows(as_("legal")) if "HYPERLINK" in row[0])
    assert cell.startswith("'")
    assert formula.strip() in cell


@pytest.mark.parametrize("name", ['a;b"c', 'a"\n"=1+1', "a\r\n=cmd|' /C calc'!A0", ";;;;"])
def test_a_name_cannot_begin_a_row(name: str, as_: As, cast: Cast) -> None:
    """Row 61: quotes, separators and line breaks stay inside their cell."""
    browser, before = as_("legal"), len(rows(as_("legal")))
    User.objects.filter(pk=cast["collaborator"].pk).update(full_name=name)
    found = rows(browser)
    assert len(found) == before
    assert {len(row) for row in found} == {len(found[0])}


def test_who_sees_no_addresses_gets_none_in_the_file(as_: As, cast: Cast) -> None:
    """Rows 37 and 61: no column, and no search through what is not shown."""
    mine = rows(as_("collaborator"))
    assert not any("@" in cell for row in mine for cell in row)
    assert any("@" in cell for row in rows(as_("administrator")) for cell in row)
    assert len(rows(as_("collaborator"), "?q=alpinemark.example")) == 1


@pytest.mark.parametrize("part", ["external", "suspended", "partner_limited", "stranger"])
def test_who_sees_nobody_gets_no_file(part: str, as_: As, cast: Cast) -> None:
    """Row 37: the same gate as the list."""
    answer = as_(part).get("/o/alpine/users/export/")
    assert answer.status_code in {403, 404}
    assert "text/csv" not in answer["Content-Type"]
