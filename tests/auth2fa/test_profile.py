"""How a person is called and reads, and what happened to their account."""

from __future__ import annotations

from typing import Any

import pytest
from django.urls import reverse

from auth2fa.models import User
from orgs.models import Membership, Role
from tests.auth2fa.hands import browser, events, signed_in, try_sign_in
from tests.conftest import join, make_organization, make_person

pytestmark = pytest.mark.django_db
FORM = {"full_name": "Élodie Neu", "language": "en", "time_zone": "Europe/Paris"}


def test_a_new_name_is_followed_everywhere(nora: User) -> None:
    join(nora, make_organization("one", "ONEMARK"), Role.COLLABORATOR)
    assert signed_in(nora).post("/me/", FORM).status_code == 302
    nora.refresh_from_db()
    assert (nora.full_name, nora.time_zone) == ("Élodie Neu", "Europe/Paris")
    assert Membership.objects.get().sort_name == "elodie neu"
    assert events(nora)[-1] == "auth2fa.person.changed"


def test_nothing_new_is_not_written_down(nora: User) -> None:
    client = signed_in(nora)
    client.post("/me/", FORM)
    before = events(nora)
    client.post("/me/", FORM)
    assert events(nora) == before


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("full_name", "Nora\r\nNeu", "one line of visible characters"),
        ("full_name", "N" * 5000, "this one has 5,000"),
        ("full_name", "\u2067Nora", "one line of visible characters"),
        ("language", "xx", "Choose a language of the list."),
        ("time_zone", "Mars/Olympus", "Choose a time zone of the list."),
        ("time_zone", "../../etc/passwd", "Choose a time zone of the list."),
    ],
)
def test_bad_input_gets_a_sentence(nora: User, field: str, value: str, sentence: str) -> None:
    answer = signed_in(nora).post("/me/", {**FORM, field: value})
    assert answer.status_code == 422
    assert sentence in answer.content.decode()


def test_names_of_every_script_are_welcome(nora: User) -> None:
    for name in ("محمد علی‌رضا", "李小龍", "Ğüneş Çiçek-O’Neill", "नेहा"):
        assert signed_in(nora).post("/me/", {**FORM, "full_name": name}).status_code == 302
        nora.refresh_from_db()
        assert nora.full_name == name


def test_the_appearance_is_kept_and_one_stays_where_one_was(nora: User) -> None:
    client = signed_in(nora)
    url = reverse("auth2fa:appearance-change")
    answer = client.post(url, {"appearance": "dark", "next": "/me/activity/"})
    assert answer["Location"] == "/me/activity/"
    assert 'data-theme="dark"' in client.get("/me/").content.decode()
    assert client.post(url, {"appearance": "neon"}).status_code == 422
    answer = client.post(url, {"appearance": "light"}, headers={"HX-Request": "true"})
    assert answer["HX-Refresh"] == "true"


@pytest.mark.flow("GX.3")
def test_the_activity_shows_six_months_of_ones_own(nora: User, time_machine: Any) -> None:
    time_machine.move_to("2026-01-01 08:00:00", tick=False)
    signed_in(nora, ip="192.0.2.11")
    time_machine.move_to("2026-11-22 08:00:00", tick=False)
    other = make_person("Otto Other")
    signed_in(other, ip="192.0.2.77")
    try_sign_in(browser(ip="192.0.2.66"), nora.email, "wrong")
    page = signed_in(nora, ip="192.0.2.12").get("/me/activity/").content.decode()
    assert "192.0.2.12" in page
    assert "Failed sign-in: wrong password" in page
    assert "192.0.2.66" in page
    assert "192.0.2.11" not in page
    assert "192.0.2.77" not in page


def test_the_activity_goes_back_page_by_page(nora: User) -> None:
    from auth2fa.actions.people import change_appearance
    from console.shell.actor import Actor

    client = signed_in(nora)
    actor = Actor(user_id=nora.pk, name=str(nora))
    for turn in range(60):
        nora = change_appearance(actor=actor, user=nora, appearance="dark" if turn % 2 else "light")
    first = client.get("/me/activity/").content.decode()
    assert first.count("Profile changed") == 50
    older = client.get(f"/me/activity/{_older(first)}").content.decode()
    assert older.count("Profile changed") == 10
    assert "Sign-in from a new place" in older
    for odd in ("x", "-1", "9" * 30, "١٢"):
        assert client.get("/me/activity/", {"before": odd}).status_code == 200


def _older(page: str) -> str:
    import re

    found = re.search(r'href="(\?before=\d+)"', page)
    assert found
    return found[1]
