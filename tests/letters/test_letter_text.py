"""What people wrote is text in a letter: never a header, a tag or a template."""

from __future__ import annotations

from email import message_from_bytes
from email.policy import default

import pytest
from django.core.mail import EmailMessage

from console.shell.delivery import as_message
from console.shell.letters import Letter, enqueue
from console.shell.models import OutgoingLetter

pytestmark = pytest.mark.django_db


def queued(**fields: object) -> OutgoingLetter:
    values = {"to": "ada@example.com", "template": "tests/thing_happened", "to_name": "Ada"}
    enqueue(
        Letter(**{"context": {"thing": "Lamp"}, **values, **fields}),  # type: ignore[arg-type]
        event="tests.thing.happened",
    )
    return OutgoingLetter.objects.latest("pk")


def parsed(row: OutgoingLetter) -> EmailMessage:
    return message_from_bytes(as_message(row).message().as_bytes(), policy=default)  # type: ignore[return-value,arg-type]


@pytest.mark.parametrize(
    "ending", ["\r\nBcc: eve@evil.example", "\nX: y", "\rX", "\u2028X", "\x85X"]
)
def test_it_refuses_a_line_break_in_a_subject(ending: str) -> None:
    with pytest.raises(ValueError, match="one line"):
        queued(context={"thing": f"Lamp{ending}."})
    assert not OutgoingLetter.objects.exists()


@pytest.mark.parametrize("name", ["Ada\r\nBcc: eve@evil.example", "Ada\nX: y"])
def test_it_refuses_a_line_break_in_a_name(name: str) -> None:
    with pytest.raises(ValueError, match="CR or LF"):
        queued(to_name=name)


@pytest.mark.parametrize(
    "address", ["ada@example.com, eve@evil.example", "ada@example.com\r\nBcc: e@e.example", "ada"]
)
def test_it_refuses_what_is_not_one_address(address: str) -> None:
    with pytest.raises(ValueError, match="not one e-mail address"):
        queued(to=address)
    assert not OutgoingLetter.objects.exists()


@pytest.mark.parametrize(
    "name",
    [
        "a@evil.example, b",
        'Ada" <eve@evil.example>, "b',
        "Zoë\xa0Müller 👩\u200d🚀",
        "Ada\x1b[31m\x07",
        "",
    ],
)
def test_it_keeps_one_recipient_whatever_the_name(name: str) -> None:
    message = parsed(queued(to_name=name))
    addresses = message["To"].addresses
    assert [each.addr_spec for each in addresses] == ["ada@example.com"]
    assert addresses[0].display_name == name.replace("\x1b", "").replace("\x07", "")


def test_it_prints_template_syntax_as_it_stands() -> None:
    hostile = "{{ settings.SECRET_KEY }} {% now 'Y' %} {user.__init__.__globals__} %(brand)s"
    row = queued(context={"thing": hostile}, to_name=hostile)
    assert hostile in row.subject
    assert hostile in row.text
    assert "{{ settings.SECRET_KEY }}" in row.html
    assert "{user.__init__.__globals__}" in row.html


def test_it_escapes_in_html_and_not_in_text() -> None:
    hostile = "<b hx-get=/x hx-trigger=load>Fish & Chips</b>"
    row = queued(context={"thing": hostile})
    assert hostile in row.subject
    assert hostile in row.text
    assert hostile not in row.html
    assert "&lt;b hx-get=/x hx-trigger=load&gt;Fish &amp; Chips&lt;/b&gt;" in row.html


def test_it_cuts_a_subject_that_would_not_fit() -> None:
    row = queued(context={"thing": "long " * 1000})
    assert len(row.subject) == 300
    assert row.subject.endswith("…")
    assert parsed(row)["Subject"] == row.subject


def test_it_drops_what_cannot_be_printed_from_a_subject() -> None:
    row = queued(context={"thing": "Lamp\x1b[31m\x07!"})
    assert parsed(row)["Subject"] == row.subject == "Something happened to Lamp[31m!"


def test_it_keeps_its_headers_however_often_it_is_sent() -> None:
    row = queued()
    first, second = parsed(row), parsed(row)
    assert first["Message-ID"] == second["Message-ID"] == row.message_id
    assert first["Date"] == second["Date"]
    assert first["Date"].datetime == row.created_at.replace(microsecond=0)
    assert first["Auto-Submitted"] == "auto-generated"
    assert [part.get_content_type() for part in first.walk()] == [  # type: ignore[attr-defined]
        "multipart/alternative",
        "text/plain",
        "text/html",
    ]
