"""EMAIL_URL says where letters go; without one they become files."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from django.conf import settings as real_settings
from django.core.checks import run_checks
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, mailers

from console.shell import email_url


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("smtp://mx.example", ("mx.example", 25, "", "", False, False)),
        ("smtp://mx.example:2525", ("mx.example", 2525, "", "", False, False)),
        ("smtp+tls://me:s3%40%2Fx@mx.example", ("mx.example", 587, "me", "s3@/x", True, False)),
        (
            "smtps://me%40example.com:pw@mx.example",
            ("mx.example", 465, "me@example.com", "pw", False, True),
        ),
    ],
)
def test_it_reads_the_address_of_a_mail_server(
    url: str, expected: tuple[object, ...], settings: Any
) -> None:
    settings.MAILERS = email_url.mailers(url, timeout=7, folder=Path("/nowhere"))
    mailer: Any = mailers.default
    names = ("host", "port", "username", "password", "use_tls", "use_ssl")
    assert tuple(getattr(mailer, name) for name in names) == expected
    assert mailer.timeout == 7


@pytest.mark.parametrize("url", ["http://mx.example", "smtp://", "smtp://mx:port", "mx.example"])
def test_it_refuses_an_address_it_cannot_read(url: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        email_url.mailers(url, timeout=7, folder=Path("/nowhere"))


def test_it_never_waits_longer_than_ten_seconds() -> None:
    assert 0 < real_settings.EMAIL_TIMEOUT_SECONDS <= 10
    assert real_settings.LETTER_LEASE_SECONDS > 2 * real_settings.EMAIL_TIMEOUT_SECONDS


@pytest.mark.parametrize(("url", "warnings"), [("", 1), ("smtp://mx.example", 0)])
def test_it_warns_whoever_deploys_without_a_mail_server(
    url: str, warnings: int, settings: Any
) -> None:
    settings.EMAIL_URL = url
    said = run_checks(tags=["mail"], include_deployment_checks=True)
    assert [each.id for each in said].count("shell.W001") == warnings


def test_it_files_letters_where_there_is_no_mail_server(tmp_path: Path, settings: Any) -> None:
    folder = tmp_path / "outbox"
    settings.MAILERS = email_url.mailers("", timeout=7, folder=folder)
    message = EmailMessage(
        "Lamp",
        "It happened.",
        to=["ada@example.com"],
        headers={"Message-ID": "<1@letters.example>"},
    )
    for _ in range(2):
        assert mailers.default.send_messages([message]) == 1
    (filed,) = folder.iterdir()
    assert filed.suffix == ".eml"
    assert b"To: ada@example.com" in filed.read_bytes()
    assert b"Message-ID: <1@letters.example>" in filed.read_bytes()
