"""Nothing is changed by a form that did not come from a page of this session, nor by looking."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse

from tests.conftest import Cast, sign_in
from tests.matrix.case import Case
from tests.matrix.walk import CASES
from tests.matrix.world import World
from tests.security.ground import database

# One of each kind. What every part writes while it looks is read off its statements in
# `test_opening_a_page_writes_nothing`; here the rows themselves are compared.
LOOKING = ("legal", "collaborator", "partner_limited", "anonymous")
FORMS = [case for case in CASES if "405" not in case.expected("legal", "post")]


def strict(cast: Cast, part: str) -> Client:
    """A browser whose forms are checked, as everywhere outside of tests."""
    client = Client(enforce_csrf_checks=True)
    return client if part == "anonymous" else sign_in(client, cast[part])


def token_of(client: Client) -> str:
    page = client.get(reverse("account_signup")).content.decode()
    if "csrfmiddlewaretoken" not in page:
        page = client.get("/me/").content.decode()
    found = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page)
    assert found
    return found[1]


def send(client: Client, case: Case, world: World, part: str, **more: str) -> int:
    path = reverse(case.name, kwargs=dict(case.where(world, part)) or None)
    return client.post(path, {**case.send(world, part), **more}).status_code


def test_there_are_forms() -> None:
    names = {case.name for case in FORMS}
    assert len(names) >= 14
    assert {"account_login", "account_logout", "orgs:member-change-role"} <= names


@pytest.mark.parametrize("part", ["legal", "anonymous"])
def test_a_form_without_its_token_is_refused(part: str, cast: Cast) -> None:
    """Row 54: every form of the matrix, signing in as well."""
    world = World.of(cast)
    client, other = strict(cast, part), strict(cast, "administrator")
    token, foreign = token_of(client), token_of(other)
    places = [(case, dict(case.where(world, part))) for case in FORMS]
    prepared = [(case, where, dict(case.send(world, part))) for case, where in places]
    before = database()
    wrong = []
    for case, where, sent in prepared:
        path = reverse(case.name, kwargs=where or None)
        for name, value in (("no", ""), ("another session's", foreign), ("a made-up", "x" * 64)):
            more = {"csrfmiddlewaretoken": value} if value else {}
            status = client.post(path, {**sent, **more}).status_code
            if status != 403:
                wrong.append(f"{case} with {name} token: {status}")
            htmx = {"HX-Request": "true", "X-CSRFToken": value}
            status = client.post(path, sent, headers=htmx).status_code
            if status != 403:
                wrong.append(f"{case} as htmx with {name} token: {status}")
    assert wrong == []
    assert database() == before
    # The negative control: with the token of this session the same forms go through.
    case = next(case for case in FORMS if case.name == "account_reset_password")
    assert send(client, case, world, part, csrfmiddlewaretoken=token) == 302
    assert database() != before


@pytest.mark.parametrize(
    "origin", ["https://evil.example", "null", "http://testserver.evil.example"]
)
def test_a_form_of_another_site_is_refused(origin: str, cast: Cast) -> None:
    """Row 54: even with the right token."""
    client = strict(cast, "legal")
    sent = {"appearance": "dark", "csrfmiddlewaretoken": token_of(client)}
    before = database()
    answer = client.post("/me/appearance/", sent, headers={"Origin": origin})
    assert answer.status_code == 403
    assert database() == before


@pytest.mark.parametrize("part", LOOKING)
def test_looking_changes_nothing(part: str, cast: Cast) -> None:
    """Row 54: every GET and HEAD of the matrix one after the other, every table but sessions,
    last visits and refusals."""
    world = World.of(cast)
    client = Client()
    if part != "anonymous":
        sign_in(client, cast[part])
    asked = [
        (reverse(case.name, kwargs=dict(case.where(world, part)) or None), case.query(world, part))
        for case in CASES
    ]
    before = database()
    for path, query in asked:
        client.get(path, query)
        client.head(path, query, headers={"HX-Request": "true", "HX-Target": "main"})
    assert database() == before


def test_the_database_is_watched(as_: Callable[..., Client], cast: Cast) -> None:
    """The negative control of the fingerprint: one changed word is seen."""
    before = database()
    as_("legal").post("/me/appearance/", {"appearance": "dark"})
    changed = {table for table, value in database().items() if before[table] != value}
    assert changed == {"auth2fa_user", "shell_auditentry"}
