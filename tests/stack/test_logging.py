"""Logs are safe to read: no line can be forged, and nothing in them opens a door."""

from __future__ import annotations

import json
import logging
import logging.config
from collections.abc import Callable, Iterator
from io import StringIO

import pytest
from django.test import Client

from console.shell.logging import logging_settings, numbered

Lines = Callable[[], list[str]]


@pytest.fixture
def stream() -> StringIO:
    return StringIO()


def formatter(*, as_json: bool) -> logging.Formatter:
    settings = logging_settings(as_json=as_json, level="INFO")["formatters"]["line"]
    made: logging.Formatter = settings.pop("()")(**settings)
    return made


@pytest.fixture(params=[True, False], ids=["json", "terminal"])
def lines(request: pytest.FixtureRequest, stream: StringIO) -> Iterator[Lines]:
    """What was logged, a string a line, in either shape."""
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter(as_json=request.param))
    root = logging.getLogger()
    root.addHandler(handler)
    yield lambda: stream.getvalue().splitlines()
    root.removeHandler(handler)


def test_it_writes_one_line_for_a_name_with_line_breaks(lines: Lines) -> None:
    logging.getLogger("orgs").warning("no such person: %s", "eve\r\n2026-01-01 admin signed in\x85")
    assert len(lines()) == 1
    assert r"\r\n2026-01-01" in lines()[0].replace("\\\\", "\\")


def test_it_shows_terminal_sequences_instead_of_obeying_them(lines: Lines) -> None:
    logging.getLogger("orgs").warning("name: \x1b[2J\x9b31m\u2028")
    assert not {"\x1b[2J", "\x9b", "\u2028"} & set(lines()[0])
    assert "\x1b[2J" not in lines()[0]


@pytest.mark.parametrize(
    "secret",
    [
        "/accounts/password/reset/key/3f-c9d8qz-0b3ad1c53f6a2c9b7e1d/",
        "/accounts/confirm-email/MQ:1tXyZa:Zb3xYw0CjD1kLm2nOp3qRs4t/",
        "/search?q=private",
        "CH93 0076 2011 6238 5295 7",
        "DE89370400440532013000",
    ],
)
def test_it_blanks_what_opens_a_door(lines: Lines, secret: str) -> None:
    logging.getLogger("orgs").warning("not found: %s", secret)
    kept = lines()[0]
    assert "[…]" in json.dumps(kept, ensure_ascii=False) or r"[\u2026]" in kept
    assert secret.split("/")[-2 if secret.endswith("/") else -1].split("?")[-1] not in kept


def test_it_numbers_every_line_of_a_request(lines: Lines) -> None:
    with numbered(request_id="4711"):
        logging.getLogger("orgs").info("inside")
    logging.getLogger("orgs").info("outside")
    assert ["4711" in line for line in lines()] == [True, False]


def test_it_keeps_the_lines_of_a_traceback_without_its_values(lines: Lines) -> None:
    def fail(password: str) -> None:
        raise ValueError("no")

    secret = "".join(["hun", "ter2"])  # a traceback quotes the source, so not as it stands
    try:
        fail(secret)
    except ValueError:
        logging.getLogger("orgs").exception("it failed")
    assert "ValueError: no" in "\n".join(lines())
    assert secret not in "\n".join(lines())


@pytest.mark.django_db
def test_it_logs_the_route_of_a_request_and_not_its_path(client: Client, stream: StringIO) -> None:
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter(as_json=True))
    logging.getLogger("console.request").addHandler(handler)
    try:
        answer = client.get("/o/secret-name/search/?q=hunter2")
    finally:
        logging.getLogger("console.request").removeHandler(handler)
    line = json.loads(stream.getvalue())  # one line, so one object
    assert line["route"] == "o/<slug:organization>/search/"
    assert line["request_id"] == answer["X-Request-ID"]
    assert (line["method"], line["status"]) == ("GET", answer.status_code)
    assert "hunter2" not in stream.getvalue()


@pytest.mark.django_db
def test_it_logs_an_error_with_the_number_that_the_page_shows(
    client: Client, stream: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    handler = logging.StreamHandler(stream)
    handler.setFormatter(formatter(as_json=True))
    monkeypatch.setattr("console.health.age_of_heartbeat", lambda *facts: 1 / 0)
    client.raise_request_exception = False
    logging.getLogger("django.request").addHandler(handler)
    try:
        answer = client.get("/healthz")
    finally:
        logging.getLogger("django.request").removeHandler(handler)
    line = json.loads(stream.getvalue())
    assert answer.status_code == 500
    assert b"ZeroDivisionError" not in answer.content
    assert "ZeroDivisionError" in line["exception"]
    assert line["request_id"] == answer["X-Request-ID"]
    assert line["request_id"] in answer.content.decode()
