"""Signing in: which identifier is meant, and one answer for whatever is wrong."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.contrib.auth import hashers
from django.test import Client
from django.urls import reverse

from auth2fa.bridge import EmailAddress
from auth2fa.models import User
from console.shell.models import AuditEntry
from tests.auth2fa.hands import browser, events, is_in, letters, signed_in, try_sign_in
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
DEVICE_PASSWORD = "k3f9-a1b2-zz07-q9q9"  # the shape of those made for mail programs


@pytest.mark.flow("G14.1", "G14.7")
def test_it_says_which_identifier_is_meant() -> None:
    page = browser().get(reverse("account_login")).content.decode()
    assert "With your Regie account" in page
    assert "not those of a mailbox or mail program" in page
    assert "E-mail address of your account" in page


@pytest.mark.flow("G14.4")
def test_it_says_that_support_knows_no_password() -> None:
    page = browser().get(reverse("account_login")).content.decode()
    assert "Support never knows your password and never asks for it." in page


@pytest.mark.flow("G14.1", "G15.2")
def test_the_password_of_the_account_opens_it(nora: User) -> None:
    client = browser()
    answer = try_sign_in(client, nora.email.upper())
    assert answer["Location"] == "/"
    assert is_in(client)
    assert events(nora) == ["auth2fa.session.began"]


@pytest.mark.flow("G14.7", "G14.2", "G14.3")
@pytest.mark.parametrize("email", ["nora.neu@nowhere.example", "nobody@nowhere.example"])
def test_a_device_password_is_told_by_its_shape_alone(nora: User, email: str) -> None:
    answer = try_sign_in(browser(), email, DEVICE_PASSWORD)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "looks like a password made for a mail program or device" in page
    assert DEVICE_PASSWORD not in page


@pytest.mark.flow("G14.3")
def test_an_account_may_have_a_password_of_that_shape(nora: User) -> None:
    nora.set_password(DEVICE_PASSWORD)
    nora.save()
    client = browser()
    try_sign_in(client, nora.email, DEVICE_PASSWORD)
    assert is_in(client)


def test_every_failure_gets_the_same_answer(nora: User) -> None:
    """Row 11: wrong password, unknown address, closed account; status, headers and body."""
    closed = User.objects.create_user("closed@nowhere.example", PASSWORD, is_active=False)
    tries = [(nora.email, "wrong"), ("who@nowhere.example", "wrong"), (closed.email, PASSWORD)]
    seen = set()
    for email, password in tries:
        answer = try_sign_in(browser(), email, password)
        body = answer.content.decode().replace(email, "")
        body = "\n".join(line for line in body.splitlines() if "csrfmiddlewaretoken" not in line)
        names = tuple(sorted(answer.headers))
        seen.add((answer.status_code, names, _without_nonce(body)))
    assert len(seen) == 1
    assert "do not sign you in" in body


def test_known_and_unknown_address_are_hashed_once_each(
    nora: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Row 11, incident 9: the same hash is paid for whoever is asked for."""
    costs: list[str] = []
    hasher: Any = type(hashers.get_hasher())
    for name in ("encode", "verify"):
        monkeypatch.setattr(hasher, name, _counted(getattr(hasher, name), name, costs))
    try_sign_in(browser(), nora.email, "wrong")
    assert costs == ["verify"]
    costs.clear()
    try_sign_in(browser(), "who@nowhere.example", "wrong")
    assert costs == ["encode"]


def test_the_password_is_taken_exactly_as_typed(nora: User) -> None:
    """Row 3: spaces at the ends, accents and signs belong to it."""
    secret = "  pÄss🙂wörd "
    nora.set_password(secret)
    nora.save()
    assert try_sign_in(browser(), nora.email, secret.strip()).status_code == 422
    assert try_sign_in(browser(), nora.email, secret).status_code == 302


def test_password_managers_understand_the_fields() -> None:
    """Row 6."""
    page = browser().get(reverse("account_login")).content.decode()
    assert 'autocomplete="username"' in page
    assert 'autocomplete="current-password"' in page
    assert "onpaste" not in page
    sign_up = browser().get(reverse("account_signup")).content.decode()
    assert 'autocomplete="new-password"' in sign_up


def test_of_several_addresses_one_is_used(nora: User) -> None:
    """Row 47: the last one counts, as in every form."""
    values = {"login": [nora.email, "who@nowhere.example"], "password": PASSWORD}
    assert browser().post(reverse("account_login"), values).status_code == 422


def test_a_look_alike_address_signs_nobody_in(nora: User) -> None:
    """Incident 10: letters that fold into plain ones are refused before anything is looked up."""
    answer = try_sign_in(browser(), "\u2115ora.neu@nowhere.example")
    assert answer.status_code == 422
    assert "is not a plain letter" in answer.content.decode()


def test_an_address_that_waits_for_confirmation_signs_nobody_in(nora: User) -> None:
    EmailAddress.objects.create(user=nora, email="wanted@nowhere.example")
    assert try_sign_in(browser(), "wanted@nowhere.example").status_code == 422


def test_no_answer_is_json(nora: User) -> None:
    """allauth answers scripts in JSON; here everybody gets the page."""
    headers = {"X-Requested-With": "XMLHttpRequest", "Accept": "application/json"}
    values = {"login": nora.email, "password": "wrong"}
    answer = browser().post(reverse("account_login"), values, headers=headers)
    assert answer["Content-Type"].startswith("text/html")


def test_a_form_without_its_token_is_refused(nora: User) -> None:
    """Row 54: login CSRF; another session's token is none either."""
    client = Client(enforce_csrf_checks=True)
    values = {"login": nora.email, "password": PASSWORD}
    assert client.post(reverse("account_login"), values).status_code == 403
    other = Client(enforce_csrf_checks=True)
    other.get(reverse("account_login"))
    token = other.cookies["csrf"].value
    client.get(reverse("account_login"))
    answer = client.post(reverse("account_login"), {**values, "csrfmiddlewaretoken": token})
    assert answer.status_code == 403
    assert not is_in(client)


def test_opening_a_page_changes_nothing(nora: User) -> None:
    """Row 54: no GET writes a log line or a letter."""
    client = signed_in(nora)
    before = AuditEntry.objects.count(), len(letters())
    for name in ("account_logout", "auth2fa:profile-edit", "auth2fa:security-view"):
        assert client.get(reverse(name)).status_code == 200
    assert (AuditEntry.objects.count(), len(letters())) == before
    assert is_in(client)


def _counted(function: Any, name: str, costs: list[str]) -> Any:
    def call(*args: Any, **kwargs: Any) -> Any:
        costs.append(name)
        return function(*args, **kwargs)

    return call


def _without_nonce(body: str) -> str:
    return re.sub(r'nonce="[^"]+"', "", body)
