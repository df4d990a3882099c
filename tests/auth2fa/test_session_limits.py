"""How long a session lives, what keeps it alive, and where its end leads."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.sessions.models import Session
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from auth2fa.models import User
from orgs.models import Role
from tests.auth2fa.hands import HTMX, events, is_in, signed_in
from tests.conftest import join, make_organization, make_person

START = "2026-11-22 08:00:00+00:00"
PAGE = "/me/security/"


@pytest.fixture
def clock(time_machine: Any) -> Any:
    """A clock that stands still until it is moved."""
    time_machine.move_to(START, tick=False)
    return time_machine


def seen_after(clock: Any, client: Client, idle: timedelta, **headers: str) -> bool:
    """Whether the session still lives when the person comes back after `idle`."""
    clock.shift(idle)
    return client.get(PAGE, headers=headers).status_code == 200


@pytest.fixture
def leader(db: None) -> User:
    """Administrator of one Organization, external in another."""
    user = make_person("Lara Leader", make_organization("one", "ONEMARK"), Role.ADMINISTRATOR)
    join(user, make_organization("two", "TWOMARK"), Role.EXTERNAL)
    return user


def test_four_hours_for_who_leads(clock: Any, leader: User) -> None:
    """Row 29: the strictest role in any Organization decides."""
    client = signed_in(leader)
    assert seen_after(clock, client, timedelta(hours=3, minutes=59))
    assert not seen_after(clock, client, timedelta(hours=4, minutes=1))
    assert events(leader)[-1] == "auth2fa.session.ended"


def test_a_day_for_everybody_else(clock: Any, nora: User) -> None:
    """Row 29."""
    client = signed_in(nora)
    assert seen_after(clock, client, timedelta(hours=23, minutes=59))
    assert not seen_after(clock, client, timedelta(hours=24, minutes=1))


def test_a_role_given_meanwhile_shortens_the_session(clock: Any, nora: User) -> None:
    client = signed_in(nora)
    join(nora, make_organization("three", "THREEMARK"), Role.LEGAL_REPRESENTATIVE)
    assert not seen_after(clock, client, timedelta(hours=5))


def test_fourteen_days_in_all(clock: Any, nora: User) -> None:
    """Row 29: however busy the person is."""
    client = signed_in(nora)
    for _half_day in range(27):
        assert seen_after(clock, client, timedelta(hours=12))
    assert not seen_after(clock, client, timedelta(hours=12, minutes=1))


@pytest.mark.parametrize("header", [{"HX-Trigger-Name": "poll"}, {"X-Background": "1"}])
def test_a_page_that_asks_by_itself_keeps_nobody_alive(
    clock: Any, leader: User, header: dict[str, str]
) -> None:
    """Row 29: polls every hour, and still over after four."""
    client = signed_in(leader)
    for _hour in range(4):
        assert seen_after(clock, client, timedelta(hours=1), **header)
    assert not seen_after(clock, client, timedelta(minutes=1), **header)


def test_the_session_is_written_at_most_every_five_minutes(clock: Any, nora: User) -> None:
    client = signed_in(nora)
    client.get(PAGE)
    clock.shift(timedelta(minutes=4))
    with CaptureQueriesContext(
        connection,
    ) as queries:
        client.get("/me/")
    assert not [query for query in queries if "UPDATE" in query["sql"]]
    clock.shift(timedelta(minutes=2))
    with CaptureQueriesContext(connection) as queries:
        client.get("/me/")
    assert [query for query in queries if 'UPDATE "django_session"' in query["sql"]]


def test_the_end_leads_to_sign_in_and_back(clock: Any, nora: User) -> None:
    client = signed_in(nora)
    clock.shift(timedelta(hours=25))
    answer = client.get("/me/activity/?before=7")
    assert answer["Location"] == "/accounts/login/?next=%2Fme%2Factivity%2F%3Fbefore%3D7&ended=idle"
    page = client.get(answer["Location"]).content.decode()
    assert "signed out because nothing was done" in page
    assert 'name="next" value="/me/activity/?before=7"' in page


def test_a_fragment_leads_the_whole_page_to_sign_in(clock: Any, nora: User) -> None:
    """Row 58: no sign-in form in a table cell; back to the page, not to the fragment."""
    client = signed_in(nora)
    clock.shift(timedelta(hours=25))
    here = {"HX-Current-URL": "http://testserver/me/security/?a=1", "HX-Target": "session-list"}
    answer = client.get("/me/security/", headers={**HTMX, **here})
    assert answer.status_code == 200
    assert answer["HX-Redirect"] == "/accounts/login/?next=%2Fme%2Fsecurity%2F%3Fa%3D1&ended=idle"
    assert b"password" not in answer.content


def test_a_session_that_is_gone_does_the_same(nora: User) -> None:
    """Row 58: ended on another device, in the middle of a click."""
    client = signed_in(nora)
    Session.objects.all().delete()
    headers = {**HTMX, "HX-Current-URL": "http://testserver/me/"}
    answer = client.post("/me/security/sessions/end/", headers=headers)
    assert answer["HX-Redirect"] == "/accounts/login/?next=%2Fme%2F"


def test_a_page_elsewhere_is_no_place_to_come_back_to(nora: User) -> None:
    """Row 59: `next` is never taken from a page of another site."""
    headers = {**HTMX, "HX-Current-URL": "https://evil.example/me/"}
    assert Client().get("/me/", headers=headers)["HX-Redirect"] == "/accounts/login/"


def test_a_form_sent_too_late_comes_back_to_its_page(clock: Any, nora: User) -> None:
    client = signed_in(nora)
    clock.shift(timedelta(hours=25))
    headers = {"Referer": "http://testserver/me/security/"}
    answer = client.post("/me/security/sessions/end/", headers=headers)
    assert answer["Location"] == "/accounts/login/?next=%2Fme%2Fsecurity%2F&ended=idle"


def test_whoever_was_deactivated_is_refused_at_the_next_request(nora: User) -> None:
    """Row 31, incident 8."""
    client = signed_in(nora)
    User.objects.filter(pk=nora.pk).update(is_active=False)
    assert not is_in(client)


def test_nothing_of_a_person_stays_in_a_cache(nora: User) -> None:
    """Row 57."""
    client = signed_in(nora)
    for path in ("/me/", "/me/security/", "/me/activity/", "/accounts/logout/", "/me/nowhere/"):
        assert "no-store" in client.get(path)["Cache-Control"], path
    for name in ("account_login", "account_signup", "account_reset_password"):
        assert "no-store" in Client().get(reverse(name))["Cache-Control"], name


def test_a_page_speaks_the_time_of_its_person(nora: User) -> None:
    User.objects.filter(pk=nora.pk).update(time_zone="Pacific/Auckland")
    client = signed_in(nora)
    now = timezone.now()
    page = client.get("/me/activity/").content.decode()
    from zoneinfo import ZoneInfo

    assert now.astimezone(ZoneInfo("Pacific/Auckland")).strftime("%H:") in page
