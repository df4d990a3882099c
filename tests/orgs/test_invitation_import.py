"""Many at once: every line is looked at, and all that are right go together or not at all."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from console.shell.models import AuditEntry, OutgoingLetter
from orgs.invitations.list_check import MOST_AT_ONCE
from orgs.models import Invitation, Team
from tests.conftest import Cast
from tests.orgs.inviting import LIST, MANY, invite

pytestmark = pytest.mark.django_db
As = Callable[..., Client]


def words(response: Any) -> str:
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", response.content.decode()))


def check(browser: Client, text: str = "", *, to: str = "check", **more: Any) -> Any:
    return browser.post(MANY, {"text": text, "role": "collaborator", "to": to, **more})


def seen(page: Any) -> dict[str, str]:
    """The mark that a page wrote into its form; none where it shows no lines."""
    return dict(re.findall(r'name="(seen)" value="(\w+)"', page.content.decode()))


def upload(browser: Client, content: bytes, name: str = "people.csv") -> Any:
    return check(browser, file=SimpleUploadedFile(name, content))


@pytest.mark.flow("G1.13")
def test_a_table_is_read_checked_and_invited_together(as_: As, cast: Cast) -> None:
    browser = as_("administrator")
    text = (
        "Email;Role;Accounting;Teams\n"
        "a@x.example;Collaborator;yes;Web ALPINEMARK\n"
        "b@x.example;external\n\n"
        "Carla C <c@x.example>;;;\n"
        "d@x.example;boss\n"
    )
    page = check(browser, text)
    assert "3 people can be invited" in words(page)
    assert "There is no role “boss”" in words(page)
    assert not Invitation.objects.exists()
    assert check(browser, text, to="send", **seen(page))["Location"] == LIST
    rows = {row.email: row for row in Invitation.objects.all()}
    assert set(rows) == {"a@x.example", "b@x.example", "c@x.example"}
    assert (rows["a@x.example"].has_accounting, rows["b@x.example"].role) == (True, "external")
    assert rows["a@x.example"].teams.get().team == Team.objects.get()
    assert OutgoingLetter.objects.count() == 3
    assert AuditEntry.objects.filter(event="orgs.invitation.created").count() == 3


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("a@x.example, b@x.example, c@x.example", 3),
        ("a@x.example b@x.example", 2),
        ("a@x.example\tcollaborator\tno\nb@x.example\texternal", 2),
        ("a@x.example,collaborator,yes\nb@x.example,external", 2),
        ('"a@x.example";"collaborator"', 1),
        ("role;email\nexternal;a@x.example", 1),
        ("A@X.EXAMPLE", 1),
        ("E-mail;Role\na@x.example;External", 1),
        ("Person;E-mail;Role;Teams;Last seen\nAnna A;a@x.example;External;;2026-01-01", 1),
        ("sep=,\nAddress,Role\na@x.example,External", 1),
    ],
)
def test_it_reads_what_people_paste(text: str, right: int, as_: As) -> None:
    page = check(as_("legal"), text)
    assert re.search(rf"\b{right} (?:person|people) can be invited", words(page)), words(page)


WRONG = [
    ("nobody", "like name@example.org"),
    (";external", "no address in this line"),
    ("a@x.example\na@x.example", "in line 1 already"),
    ("adrian.admin@alpinemark.example", "in the organization already"),
    ("sven.suspended@alpinemark.example", "Lift the suspension"),
    ("invited@x.example", "invited already"),
    ("a@x.example;boss", "There is no role “boss”"),
    ("a@x.example;legal representative", "above your own"),
    ("a@x.example;external;yes", "Only collaborators"),
    ("a@x.example;;perhaps", "neither yes nor no"),
    ("a@x.example;;;Nowhere", "no team “Nowhere”"),
    ("=HYPERLINK(1)@x.example", "like a formula"),
    ("@SUM(1)", "like a formula"),
    (f"{'a' * 260}@x.example", "at most 254"),
    ("x" * 3000, "too long"),
    ('"a@x.example', "quotation mark"),
    ("a@x.example;;;;;more", "more columns"),
    ("mıke@x.example", "not a plain letter"),
    ("a@x.example;;;Web RIVALMARK", "no team"),
]


@pytest.mark.parametrize(("line", "said"), WRONG)
def test_each_wrong_line_has_its_sentence(line: str, said: str, as_: As, cast: Cast) -> None:
    invite(cast, "invited@x.example")
    Team.objects.create(organization=cast.rival, name="Web RIVALMARK")
    page = check(as_("administrator"), line)
    assert page.status_code == 200
    assert said in words(page)
    sent = check(as_("administrator"), line, to="send", **seen(page))
    assert Invitation.objects.count() == (2 if "\n" in line else 1)
    assert sent.status_code == (302 if "\n" in line else 409)


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"a@x.example\n" * 100_000, "larger than 1 MB"),
        (b"\n".join(b"p%d@x.example" % n for n in range(10_001)), "10,001 lines"),
        ("é@x.example;Müller".encode("latin-1"), "not UTF-8"),
        (b"PK\x03\x04workbook", "workbook"),
        ("a@x.example".encode("utf-16-le"), "not a text file"),
        (b"\x00\x01\x02", "not a text file"),
        (b"", "empty"),
        (b"\n\n;;\n", "nobody in this list"),
    ],
)
def test_a_file_that_cannot_be_read_says_why(content: bytes, said: str, as_: As) -> None:
    page = upload(as_("legal"), content)
    assert page.status_code == 422
    assert said in words(page)
    assert not Invitation.objects.exists()


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_a_file_is_read_in_every_encoding_that_says_what_it_is(encoding: str, as_: As) -> None:
    page = upload(as_("legal"), "email;teams\na@x.example;\n".encode(encoding))
    assert "1 person can be invited" in words(page)
    assert "a@x.example" in page.content.decode(), "the list stays, to be corrected"


def test_twenty_megabytes_are_refused_without_being_read(as_: As) -> None:
    began = time.monotonic()
    page = upload(as_("legal"), b"a@x.example\n" * 1_750_000)
    assert page.status_code == 422
    assert "larger than 1 MB" in words(page)
    assert time.monotonic() - began < 5


def test_ten_thousand_lines_of_every_kind_get_their_sentences(as_: As, cast: Cast) -> None:
    """Within seconds, in the file of the check all of them; and nothing is half done."""
    browser, team = as_("administrator"), Team.objects.get().name
    kinds = [line for line, _said in WRONG if "\n" not in line and len(line) < 300]
    lines = [
        f"person{number}@x.example;;;{team}" if number % 4 == 0 else kinds[number % len(kinds)]
        for number in range(10_000)
    ]
    text = "\n".join(lines)[:990_000]
    count = len(text.splitlines())
    began = time.monotonic()
    page = check(browser, text)
    assert time.monotonic() - began < 10
    assert page.status_code == 200
    assert f"At most {MOST_AT_ONCE} people" in words(page)
    assert "more lines are not shown here" in words(page)
    report = check(browser, text, to="report")
    found = b"".join(report.streaming_content).decode("utf-8-sig").splitlines()
    assert len(found) == count + 1
    assert all(line.rpartition(";")[2] for line in found)
    assert check(browser, text, to="send", **seen(page)).status_code == 409
    assert not Invitation.objects.exists()


def test_five_hundred_go_in_one_go_within_ten_seconds(as_: As, cast: Cast) -> None:
    browser = as_("legal")
    text = "\n".join(f"person{number}@x.example;external" for number in range(MOST_AT_ONCE))
    mark = seen(check(browser, text))
    began = time.monotonic()
    sent = check(browser, text, to="send", **mark)
    took = time.monotonic() - began
    assert sent.status_code == 302
    assert took < 10, took
    assert Invitation.objects.count() == OutgoingLetter.objects.count() == MOST_AT_ONCE


def test_a_list_that_changed_meanwhile_is_shown_again(as_: As, cast: Cast) -> None:
    """Somebody else invited one of them between the look and the button."""
    browser, text = as_("legal"), "a@x.example\nb@x.example"
    shown = check(browser, text)
    assert "2 people" in words(shown)
    invite(cast, "a@x.example", by="administrator")
    again = check(browser, text, to="send", **seen(shown))
    assert again.status_code == 409
    assert "has changed since you looked" in words(again)
    assert "1 person can be invited" in words(again)
    assert Invitation.objects.count() == 1


@pytest.mark.parametrize(
    ("then", "more"),
    [
        ("a@x.example\nc@x.example", {}),
        ("a@x.example;administrator\nb@x.example", {}),
        ("a@x.example\nb@x.example", {"role": "external"}),
    ],
)
def test_nobody_is_invited_whom_nobody_looked_at(then: str, more: dict[str, str], as_: As) -> None:
    """As many as before, and not the same: the list was changed beside the button."""
    shown = check(as_("legal"), "a@x.example\nb@x.example")
    again = check(as_("legal"), then, to="send", **seen(shown), **more)
    assert again.status_code == 409
    assert not Invitation.objects.exists()
    assert check(as_("legal"), then, to="send", **seen(again), **more).status_code == 302


def test_administrators_in_a_list_ask_for_fresh_proof_and_lose_nothing(as_: As) -> None:
    browser, text = as_("legal", fresh=False), "a@x.example;administrator\nb@x.example"
    mark = seen(check(browser, text))
    asked = check(browser, text, to="send", **mark)
    assert asked.status_code == 422
    assert "Prove first that it is you" in words(asked)
    assert "a@x.example;administrator" in asked.content.decode()
    assert not Invitation.objects.exists()
    assert check(as_("legal"), text, to="send", **mark).status_code == 302


def test_the_report_runs_in_no_spreadsheet(as_: As) -> None:
    """Row 61, for what came in by the same way."""
    report = check(as_("legal"), "=1+1;role\n+2\n@x;y", to="report")
    lines = b"".join(report.streaming_content).decode("utf-8-sig").splitlines()[1:]
    assert all(line.partition(";")[2].startswith("'") for line in lines)


def test_the_letter_of_each_reaches_only_them(as_: As) -> None:
    text = "a@x.example\nb@x.example"
    check(as_("legal"), text, to="send", **seen(check(as_("legal"), text)))
    letters = OutgoingLetter.objects.order_by("to")
    links = [re.findall(r"/accounts/invitation/\w+/", letter.text) for letter in letters]
    assert [letter.to for letter in letters] == ["a@x.example", "b@x.example"]
    assert links[0] != links[1]
    assert "b@x.example" not in letters[0].text
