"""When something it rests on is away, the console says so, with a number, and opens nothing."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, NoReturn

import pytest
from django.db import OperationalError, connection
from django.test import Client

from orgs.models import Membership
from tests.conftest import Cast
from tests.security.ground import database

As = Callable[..., Client]
SECRET = "connection to db.internal as regie failed: hunter2"
PAGES = [
    "/o/alpine/",
    "/o/alpine/users/",
    "/o/alpine/users/export/",
    "/o/alpine/why/",
    "/o/alpine/activity/",
    "/o/alpine/search/?q=a",
]
HTMX = {"HX-Request": "true", "HX-Target": "main"}


def fail(*_args: Any, **_kwargs: Any) -> NoReturn:
    raise RuntimeError(SECRET)


def browser_of(as_: As, part: str) -> Client:
    client = as_(part)
    client.raise_request_exception = False
    return client


def assert_closed(answer: Any) -> None:
    """500 or 503, a number that finds the log line, and nothing of what happened."""
    assert answer.status_code in {500, 503}
    body = answer.content.decode()
    assert "hunter2" not in body
    assert "Traceback" not in body
    assert "RuntimeError" not in body
    assert "ALPINEMARK" not in body
    number = answer["X-Request-ID"]
    assert re.fullmatch(r"[0-9a-f]{32}", number)
    assert number in body


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("part", ["legal", "external"])
@pytest.mark.parametrize("broken", ["orgs.policy.gate.decide", "orgs.middleware.ask_at_the_door"])
def test_a_gate_that_breaks_lets_nobody_through(
    broken: str, part: str, path: str, as_: As, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row 71: who decides, and who is a member; as page and as fragment."""
    client = browser_of(as_, part)
    monkeypatch.setattr(broken, fail)
    for headers in ({}, HTMX):
        assert_closed(client.get(path, headers=headers))


@pytest.mark.parametrize(
    "broken",
    [
        "orgs.policy.decide",
        "orgs.views.roles.has_fresh_proof",
        "orgs.guards.lock",
        "orgs.guards.still_active",
        "orgs.guards.keep_a_legal_representative",
        "orgs.following.compare",
        "orgs.actions.members.record",
        "console.shell.letters.post",
    ],
)
def test_a_change_whose_check_breaks_is_not_made(
    broken: str, as_: As, cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row 71: rules, proof, log and letters: without them nothing is changed at all."""
    client, target = browser_of(as_, "legal"), cast.membership("administrator")
    client.get("/o/alpine/")
    before = database()
    monkeypatch.setattr(broken, fail)
    sent = {"role": "external", "version": "0"}
    for headers in ({}, HTMX):
        assert_closed(client.post(f"/o/alpine/users/{target.pk}/role/", sent, headers=headers))
    monkeypatch.undo()
    assert Membership.objects.get(pk=target.pk).role == "administrator"
    assert database() == before


@pytest.mark.parametrize("part", ["legal", "stranger"])
def test_without_the_database_every_page_says_so(part: str, as_: As, cast: Cast) -> None:
    """Row 71: no page, no name, and nobody takes the visitor for somebody else."""
    client = browser_of(as_, part)

    def away(*_args: Any) -> NoReturn:
        raise OperationalError(SECRET)

    paths = [*PAGES, "/", "/me/", "/me/security/", "/me/organizations/"]
    with connection.execute_wrapper(away):
        answers = [client.get(path, headers=headers) for path in paths for headers in ({}, HTMX)]
    for answer in answers:
        assert_closed(answer)


def test_signing_in_without_the_database_signs_nobody_in(cast: Cast) -> None:
    """Row 71: neither is the limit of attempts forgotten, nor the password."""
    client = Client(raise_request_exception=False)
    values = {"login": cast["legal"].email, "password": "correct horse battery staple"}

    def away(execute: Any, sql: str, *rest: Any) -> Any:
        if "auth2fa_attempt" in sql:
            raise OperationalError(SECRET)
        return execute(sql, *rest)

    with connection.execute_wrapper(away):
        answer = client.post("/accounts/login/", values)
    assert answer.status_code == 500
    assert "hunter2" not in answer.content.decode()
    assert client.get("/me/").status_code == 302


def test_a_limit_that_breaks_is_no_permission(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """Row 71: who cannot be counted is not let in."""
    monkeypatch.setattr("auth2fa.limits.take", fail)
    client = Client(raise_request_exception=False)
    values = {"login": cast["legal"].email, "password": "correct horse battery staple"}
    assert client.post("/accounts/login/", values).status_code == 500
    assert client.get("/me/").status_code == 302
