"""Letters about sign-ins (E12): a new place, every one, only failures."""

from __future__ import annotations

import re

import pytest
from django.urls import reverse

from auth2fa.models import Place, User
from tests.auth2fa.hands import FIREFOX, SAFARI, events, letters, signed_in
from tests.auth2fa.test_sign_up import NEW, SECRET, sign_up
from tests.conftest import make_person

pytestmark = pytest.mark.django_db


@pytest.mark.flow("E12", "GX.3")
def test_a_new_place_is_told_once(nora: User) -> None:
    signed_in(nora, FIREFOX, "198.51.100.7")
    (letter,) = letters("session_began")
    assert letter.to == nora.email
    assert "Firefox on Linux" in letter.text
    assert "198.51.100.7" in letter.text
    signed_in(nora, FIREFOX, "198.51.100.99")
    assert len(letters("session_began")) == 1


@pytest.mark.flow("E12")
@pytest.mark.parametrize(("agent", "ip"), [(SAFARI, "198.51.100.7"), (FIREFOX, "203.0.113.7")])
def test_another_browser_or_network_is_a_new_place(nora: User, agent: str, ip: str) -> None:
    signed_in(nora, FIREFOX, "198.51.100.7")
    signed_in(nora, agent, ip)
    assert len(letters("session_began")) == 2


def test_a_place_of_one_person_is_new_to_another(nora: User) -> None:
    signed_in(nora)
    signed_in(make_person("Otto Other"))
    assert len(letters("session_began")) == 2


def test_only_a_digest_of_the_place_is_kept(nora: User) -> None:
    signed_in(nora, FIREFOX, "198.51.100.7")
    assert len(Place.objects.get().digest) == 64


@pytest.mark.flow("GX.3")
@pytest.mark.parametrize(("choice", "told"), [("every", 2), ("new_place", 1), ("failures", 0)])
def test_the_person_chooses(nora: User, choice: str, told: int) -> None:
    client = signed_in(nora, FIREFOX, "203.0.113.1")
    before = len(letters("session_began"))
    client.post(reverse("auth2fa:alerts-change"), {"sign_in_alerts": choice})
    signed_in(nora, SAFARI)
    signed_in(nora, SAFARI)
    assert len(letters("session_began")) - before == told


@pytest.mark.flow("GX.3")
def test_the_choice_is_saved_in_place(nora: User) -> None:
    client = signed_in(nora)
    headers = {
        "HX-Request": "true",
        "HX-Target": "main",
        "HX-Current-URL": "http://testserver/me/security/",
    }
    url = reverse("auth2fa:alerts-change")
    answer = client.post(url, {"sign_in_alerts": "every"}, headers=headers)
    page = answer.content.decode()
    assert "Your choice of alerts is saved." in page
    (every,) = re.findall(r'<input[^>]*value="every"[^>]*>', page)
    assert "checked" in every
    assert "auth2fa.alerts.changed" in events(nora)
    refused = client.post(url, {"sign_in_alerts": "never"}, headers=headers)
    assert refused.status_code == 422
    nora.refresh_from_db()
    assert nora.sign_in_alerts == "every"


def test_the_sign_in_of_a_sign_up_is_no_news() -> None:
    from tests.auth2fa.hands import browser, is_in, link_of

    client = browser()
    sign_up(client)
    client.post(link_of(letters("account_opened", NEW)[0]))
    assert is_in(client)
    assert not letters("session_began")
    assert SECRET not in "".join(letter.text for letter in letters())
