"""The demo's outbox shows every letter as text and as a mail program shows it, and nothing else."""

from __future__ import annotations

from collections.abc import Callable
from importlib import reload
from typing import Any

import pytest
from django.test import Client
from django.urls import clear_url_caches

import console.urls
from console.shell.models import Installation, OutgoingLetter
from tests.letters.conftest import write

pytestmark = pytest.mark.django_db
EVIL = "<b hx-get=/x hx-trigger=load>Lamp</b><script>alert(1)</script>"


@pytest.fixture
def demo(settings: Any) -> Any:
    """An installation that settings and database both say is a demo."""
    settings.DEMO_MODE = True
    Installation.objects.create(is_demo=True)
    reload(console.urls)
    clear_url_caches()
    yield
    settings.DEMO_MODE = False
    reload(console.urls)
    clear_url_caches()


def test_it_lists_the_letters_newest_first(demo: None, client: Client) -> None:
    write(3)
    body = client.get("/demo/outbox/").content.decode()
    assert (
        body.index("person2@example.com")
        < body.index("person1@example.com")
        < body.index("person0@example.com")
    )
    assert "Something happened to a lamp" in body
    assert "Waiting" in body


def test_it_goes_on_page_by_page(demo: None, client: Client) -> None:
    write(51)
    first = client.get("/demo/outbox/").content.decode()
    oldest_shown = OutgoingLetter.objects.order_by("-pk")[49].pk
    assert f"?before={oldest_shown}" in first
    assert "person0@example.com" not in first
    second = client.get(f"/demo/outbox/?before={oldest_shown}").content.decode()
    assert "person0@example.com" in second
    assert "person1@example.com" not in second


@pytest.mark.parametrize("before", ["", "x", "-1", "9" * 30, "²"])
def test_it_shows_the_newest_when_the_page_is_nonsense(
    demo: None, client: Client, before: str
) -> None:
    write(1)
    response = client.get("/demo/outbox/", {"before": before})
    assert response.status_code == 200
    assert "person0@example.com" in response.content.decode()


def test_it_shows_headers_and_text_of_a_letter(demo: None, client: Client) -> None:
    write(1, to_name="Ada")
    letter = OutgoingLetter.objects.get()
    body = client.get(f"/demo/outbox/{letter.pk}/").content.decode()
    assert "Ada &lt;person0@example.com&gt;" in body
    assert letter.message_id.strip("<>") in body
    assert 'href="http://localhost:8000/somewhere/"' in body
    assert f'src="/demo/outbox/{letter.pk}/html/"' in body


def test_it_never_runs_what_a_letter_says(demo: None, client: Client) -> None:
    write(1, context={"thing": EVIL}, to_name=EVIL)
    letter = OutgoingLetter.objects.get()
    for address in ("/demo/outbox/", f"/demo/outbox/{letter.pk}/"):
        assert EVIL not in client.get(address).content.decode()
    framed = client.get(f"/demo/outbox/{letter.pk}/html/")
    assert EVIL not in framed.content.decode()
    policy = framed["Content-Security-Policy"]
    assert policy.startswith("sandbox allow-top-navigation-by-user-activation; default-src 'none';")
    assert "script-src" not in policy
    assert "frame-ancestors 'self'" in policy
    assert framed["X-Frame-Options"] == "SAMEORIGIN"
    assert '<base target="_top">' in framed.content.decode()


@pytest.mark.parametrize("path", ["", "{}/", "{}/html/"])
def test_it_does_not_exist_where_the_database_is_no_demo(
    demo: None, client: Client, path: str
) -> None:
    write(1)
    address = "/demo/outbox/" + path.format(OutgoingLetter.objects.get().pk)
    assert client.get(address).status_code == 200
    Installation.objects.update(is_demo=False)
    assert client.get(address).status_code == 404


def test_it_shows_itself_inside_the_frame_of_whoever_signed_in(
    demo: None, as_: Callable[[str], Client]
) -> None:
    write(1)
    for address in ("/demo/outbox/", f"/demo/outbox/{OutgoingLetter.objects.get().pk}/"):
        body = as_("collaborator").get(address).content.decode()
        assert 'class="topbar"' in body
        assert "Something happened to a lamp" in body


def test_it_does_not_exist_where_the_settings_say_no_demo(client: Client) -> None:
    Installation.objects.create(is_demo=True)
    assert client.get("/demo/outbox/").status_code == 404


def test_it_only_shows(demo: None, client: Client) -> None:
    assert client.post("/demo/outbox/").status_code == 405
