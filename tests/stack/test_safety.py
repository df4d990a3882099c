"""The console does not start where it would be open."""

from __future__ import annotations

import os
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from console.bootstrap import ROOT
from console.safety import Installation, objections

KEY = "ahPh8eiquah4ohk0eiShai3ooquoh2Iequ4aiSh1ohxoo9Eev5ahthuo"
SOUND = Installation(
    base_url="https://console.example",
    allowed_hosts=["console.example"],
    secret_key=KEY,
    audit_key=KEY[::-1],
    servers={
        "DATABASE_URL": "postgresql://regie:pw@db.example/regie",
        "REDIS_URL": "rediss://:pw@redis.example/0",
        "BROKER_URL": "pgmq://localhost",
    },
)
TRIAL = Installation("http://localhost:8000", ["localhost", "127.0.0.1", "[::1]"], secret_key="")


@pytest.mark.parametrize("installation", [SOUND, TRIAL, replace(TRIAL, demo=True)])
def test_it_starts_what_is_sound(installation: Installation) -> None:
    assert list(objections(installation)) == []


@pytest.mark.parametrize(
    ("change", "word"),
    [
        ({"secret_key": ""}, "SECRET_KEY"),
        ({"secret_key": KEY[:49]}, "SECRET_KEY"),
        ({"secret_key": "ab" * 40}, "SECRET_KEY"),
        ({"secret_key_fallbacks": ["old"]}, "SECRET_KEY_FALLBACKS"),
        ({"audit_key": ""}, "AUDIT_KEY"),
        ({"audit_key": KEY[:49]}, "AUDIT_KEY"),
        ({"audit_key_fallbacks": ["old"]}, "AUDIT_KEY_FALLBACKS"),
        ({"audit_key": KEY}, "must not be the SECRET_KEY"),
        ({"base_url": "http://console.example"}, "BASE_URL"),
        ({"base_url": "http://localhost.console.example"}, "BASE_URL"),
        ({"allowed_hosts": ["*"]}, "ALLOWED_HOSTS"),
        ({"base_url": "http://localhost:8000"}, "ALLOWED_HOSTS"),
        ({"demo": True}, "demo mode"),
    ],
)
def test_it_refuses_a_weak_installation(change: dict[str, object], word: str) -> None:
    found = list(objections(replace(SOUND, **change)))  # type: ignore[arg-type]
    assert len(found) == 1
    assert word in found[0]


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://regie@127.0.0.1/regie",
        "postgres://regie@db.example:5433/regie?sslmode=require",
        "postgresql://regie@/regie?host=db.example",
        "redis://localhost:6379/0",
        "rediss://user@redis.example",
        "memory://",
    ],
)
def test_it_refuses_a_server_that_asks_for_no_password(url: str) -> None:
    assert list(objections(replace(TRIAL, servers={"BROKER_URL": url})))


@pytest.mark.parametrize(
    "url",
    [
        "postgresql://regie:pw@db.example/regie",
        "postgresql://postgres@/regie?host=/run/postgresql",
        "postgresql:///regie",
        "redis://:pw@localhost/0",
        "unix:///run/redis.sock",
    ],
)
def test_it_takes_a_server_that_is_guarded(url: str) -> None:
    assert list(objections(replace(TRIAL, servers={"DATABASE_URL": url}))) == []


def test_it_never_repeats_a_key_or_a_password() -> None:
    weak = replace(
        SOUND,
        secret_key="hunter2",
        audit_key="hunter2x",
        servers={"REDIS_URL": "memory://:hunter2@x"},
    )
    assert "hunter2" not in "".join(objections(weak))


def test_it_says_so_in_one_line_and_ends() -> None:
    environment = {**os.environ, "BASE_URL": "https://console.example", "REGIE_TESTING": "0"}
    environment |= {"REGIE_BOOTSTRAP": "0", "BROKER_URL": "", "SECRET_KEY": "short"}
    start = subprocess.run(
        [sys.executable, str(Path(ROOT) / "manage.py"), "migrate"],
        env=environment, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert start.returncode == 1
    assert start.stderr.startswith("Regie: SECRET_KEY")
    assert start.stderr.count("\n") == 1
