"""Nothing waits for ever: each server that the console asks has a limit, read back live."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.db import connection

from console.embedded.broker import transport_options
from console.shell.email_url import mailers


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "most"),
    [
        ("statement_timeout", 30),
        ("lock_timeout", 10),
        ("idle_in_transaction_session_timeout", 60),
    ],
)
def test_it_limits_the_database(name: str, most: int) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT setting::int, unit FROM pg_settings WHERE name = %s", [name])
        milliseconds, unit = cursor.fetchone()
    assert unit == "ms"
    assert 0 < milliseconds <= most * 1000


def test_it_limits_connecting_to_the_database() -> None:
    assert 0 < settings.DATABASES["default"]["OPTIONS"]["connect_timeout"] <= 5


def test_it_finds_out_that_a_connection_broke() -> None:
    assert settings.DATABASES["default"]["CONN_HEALTH_CHECKS"] is True


def test_it_limits_the_mail_server() -> None:
    assert 0 < settings.EMAIL_TIMEOUT_SECONDS <= 10
    made = mailers(
        "smtp://mail.example", timeout=settings.EMAIL_TIMEOUT_SECONDS, folder=settings.OUTBOX_DIR
    )
    assert made["default"]["OPTIONS"]["timeout"] == settings.EMAIL_TIMEOUT_SECONDS


def test_it_limits_the_broker() -> None:
    options = transport_options("postgresql://regie:pw@db.example/regie?sslmode=require")
    assert "connect_timeout=2" in str(options["conn_string"])
    assert "sslmode=require" in str(options["conn_string"])
    assert "idle_in_transaction_session_timeout=5s" in str(options["conn_string"])
    assert options["pool_timeout"] == 2
