"""What is logged while people sign in, sign up, reset and change: nothing that opens a door."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Callable, Iterator
from io import StringIO
from urllib.parse import quote

import pytest
from django.test import Client
from django.urls import reverse

from auth2fa.models import User
from console.shell.logging import logging_settings
from console.shell.models import OutgoingLetter
from tests.conftest import PASSWORD, Cast

As = Callable[..., Client]
NEW = "seven green umbrellas"
WRONG = "not-the-password-8231"
IBAN = "CH9300762011623852957"


@pytest.fixture
def stream() -> Iterator[StringIO]:
    """All that reaches the log, of every library, from DEBUG on, in the shape of production."""
    settings = logging_settings(as_json=True, level="DEBUG")["formatters"]["line"]
    formatter: logging.Formatter = settings.pop("()")(**settings)
    lines = StringIO()
    handler = logging.StreamHandler(lines)
    handler.setFormatter(formatter)
    root, level = logging.getLogger(), logging.getLogger().level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    # Every statement with its values, which production never logs.
    logging.getLogger("django.db.backends").setLevel(logging.INFO)
    yield lines
    root.removeHandler(handler)
    root.setLevel(level)


def link() -> str:
    """The path of the link in the newest letter."""
    found = re.search(r"https?://[^/\s]+(/accounts/\S+)", OutgoingLetter.objects.latest("pk").text)
    assert found
    return found[1]


def test_nothing_secret_is_logged(as_: As, cast: Cast, stream: StringIO) -> None:
    """Row 70: passwords, keys of sessions and links, tokens of forms, account numbers."""
    person, secrets = cast["collaborator"], {PASSWORD, NEW, WRONG, IBAN}
    client = Client(raise_request_exception=False)
    for password in (WRONG, PASSWORD):
        client.post(reverse("account_login"), {"login": person.email, "password": password})
    secrets |= {client.cookies["session"].value}
    token = re.search(r'csrfmiddlewaretoken" value="(\w+)"', client.get("/me/").content.decode())
    assert token
    secrets |= {token[1], client.cookies["csrf"].value}
    client.post("/me/security/password/", {"password": PASSWORD, "new_password": NEW})
    client.post("/me/security/password/", {"password": WRONG, "new_password": NEW})
    client.post("/accounts/reauthenticate/", {"password": NEW})
    secrets |= {client.cookies["session"].value}
    client.post("/me/security/address/", {"email": "new@nowhere.example"})
    confirm = link()
    client.get(confirm)
    client.get(f"/nothing/here/?password={WRONG}&token={token[1]}&iban={IBAN}")
    client.get(f"/nothing/here/{IBAN}/")

    anonymous = Client(raise_request_exception=False)
    anonymous.post(reverse("account_reset_password"), {"email": cast["external"].email})
    reset = link()
    anonymous.get(reset)
    anonymous.post(reset, {"password1": NEW})
    anonymous.get(f"{reset}?again=1")
    anonymous.get(f"{reset}wrong/")
    secrets |= {confirm.rstrip("/").split("/")[-1], reset.rstrip("/").split("/")[-1]}
    secrets |= {anonymous.cookies["session"].value}
    anonymous.post(reverse("account_signup"), {
        "full_name": "Nina New", "email": "nina@new.example", "password1": NEW, "kind": "person",
    })  # fmt: skip
    anonymous.get(link())
    secrets |= {link().rstrip("/").split("/")[-1]}

    said = stream.getvalue()
    assert said.count('"request"') > 10
    assert {secret for secret in secrets if secret in said} == set()
    hashes = User.objects.values_list("password", flat=True)
    assert not any(each in said for each in hashes)


def test_a_mistake_is_logged_without_what_was_typed(
    as_: As, cast: Cast, stream: StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row 70: the traceback names lines, not values."""

    def fail(**_values: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr("auth2fa.views.passwords.change_password", fail)
    client = as_("legal")
    client.raise_request_exception = False
    answer = client.post("/me/security/password/", {"password": PASSWORD, "new_password": NEW})
    assert answer.status_code == 500
    said = stream.getvalue()
    assert "RuntimeError" in said
    assert PASSWORD not in said
    assert NEW not in said
    assert client.cookies["session"].value not in said


@pytest.mark.parametrize(
    "evil",
    [
        'eve\n{"event": "legal signed in"}',
        "eve\r\nadmin signed in",
        "eve\x1b[2J\x1b[31m",
        "eve\u2028x",
    ],
)
def test_nobody_writes_a_line_of_their_own(
    evil: str, as_: As, cast: Cast, stream: StringIO
) -> None:
    """Row 69: in a name, an address, a path, a browser's name, a header."""
    User.objects.filter(pk=cast["collaborator"].pk).update(full_name=evil)
    client = Client(raise_request_exception=False, HTTP_USER_AGENT=evil)
    client.post(reverse("account_login"), {"login": evil, "password": WRONG})
    client.get("/nothing/" + quote(evil))
    number = evil.encode("ascii", "replace").decode()
    client.get("/o/alpine/users/", headers={"X-Request-ID": number})
    signed_in = as_("collaborator")
    signed_in.get("/o/alpine/activity/")
    signed_in.get("/o/alpine/users/", {"q": evil})
    logging.getLogger("orgs").warning("somebody is called %s", User.objects.get(full_name=evil))
    lines = stream.getvalue().split("\n")[:-1]
    assert lines
    for line in lines:
        assert json.loads(line), line
        assert not re.search(r"[\x00-\x1f\x7f\u2028\u2029]", line), repr(line)
        assert not line.startswith('{"event": "legal signed in"')
