"""What every answer of the table says to the browser.

Collected by `tests/test_permission_matrix.py`: the table is walked once for each part, in one
process.
"""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest

from tests.matrix import organizations, persons
from tests.matrix.case import PARTS, SIGN_IN
from tests.matrix.walk import ABROAD, Answer
from tests.security.test_headers import lacking

Answers = Callable[[str], list[Answer]]


@pytest.mark.parametrize("part", PARTS)
def test_every_answer_of_the_matrix_has_them(part: str, answers: Answers) -> None:
    """Rows 50 and 51: 200, 302, 403, 404, 405, 410, 422, of every method."""
    wrong = [
        f"{answer}: {found}" for answer in answers(part) if (found := [*lacking(answer.headers)])
    ]
    assert not wrong, "\n".join(wrong[:40])


@pytest.mark.parametrize("part", PARTS)
def test_nothing_of_a_person_is_kept_by_a_cache(part: str, answers: Answers) -> None:
    """Row 57: whatever anybody is answered, to whichever method."""
    wrong = [
        f"{answer}: {answer.headers.get('Cache-Control')}"
        for answer in answers(part)
        if "no-store" not in answer.headers.get("Cache-Control", "")
    ]
    assert not wrong, "\n".join(wrong[:40])


@pytest.mark.parametrize("part", PARTS)
def test_a_page_and_its_fragment_are_told_apart(part: str, answers: Answers) -> None:
    """Row 55: one address, two answers, and a Vary that says so."""
    wrong = []
    for answer in answers(part):
        is_ours = answer.case in organizations.CASES or answer.case in persons.CASES
        if not (is_ours and answer.is_html and answer.method == "get"):
            continue
        if answer.expected != SIGN_IN and "HX-Request" not in answer.headers.get("Vary", ""):
            wrong.append(f"{answer}: {answer.headers.get('Vary')}")
        if answer.case.name != "account_reauthenticate" or not answer.is_fragment:
            is_whole = "<html" in answer.body
            if is_whole == answer.is_fragment:
                wrong.append(f"{answer}: {'a page' if is_whole else 'a fragment'}")
    assert not wrong, "\n".join(wrong[:40])


@pytest.mark.parametrize("part", [part for part in PARTS if part != "anonymous"])
def test_every_page_lets_one_sign_out(part: str, answers: Answers) -> None:
    """Row 34."""
    wrong = [
        str(answer)
        for answer in answers(part)
        if answer.is_html
        and "<html" in answer.body
        and answer.status in {200, 403, 404}
        and (answer.case in organizations.CASES or answer.case in persons.CASES)
        and 'action="/accounts/logout/"' not in answer.body
    ]
    assert not wrong, "\n".join(wrong[:40])


@pytest.mark.parametrize("part", PARTS)
def test_no_page_names_a_foreign_host(part: str, answers: Answers) -> None:
    """Row 60: no script, style, image, form or link leads away."""
    wrong = [
        f"{answer}: {found}" for answer in answers(part) if (found := ABROAD.findall(answer.body))
    ]
    assert not wrong, "\n".join(wrong[:40])


@pytest.mark.parametrize("part", PARTS)
def test_no_answer_leads_abroad(part: str, answers: Answers) -> None:
    """Row 59: every redirect, for browsers and for htmx, is a path of this site."""
    names = ("Location", "HX-Redirect", "HX-Location", "HX-Push-Url", "HX-Replace-Url")
    wrong = [
        f"{answer}: {answer.headers[name]}"
        for answer in answers(part)
        for name in names
        if name in answer.headers and not re.match(r"/(?!/)", answer.headers[name])
    ]
    assert not wrong, "\n".join(wrong[:40])
