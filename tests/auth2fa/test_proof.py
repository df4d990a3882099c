"""Fresh proof: asked for after 15 minutes, then on with what one was doing."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.test import Client, RequestFactory
from django.urls import reverse

from auth2fa.models import User
from auth2fa.proof import has_fresh_proof
from tests.auth2fa.hands import HTMX, events, signed_in
from tests.conftest import PASSWORD

pytestmark = pytest.mark.django_db
ADDRESS = "/me/security/address/"
ASKED = "/accounts/reauthenticate/"


@pytest.fixture
def client_after(nora: User, time_machine: Any) -> Any:
    """A browser signed in with so many minutes ago."""

    def client(minutes: int) -> Client:
        time_machine.move_to("2026-11-22 08:00:00", tick=False)
        signed = signed_in(nora)
        time_machine.shift(timedelta(minutes=minutes))
        return signed

    return client


def test_a_sign_in_is_proof_for_fifteen_minutes(client_after: Any) -> None:
    """Row 35."""
    assert client_after(14).get(ADDRESS).status_code == 200
    answer = client_after(15).get(ADDRESS)
    assert answer["Location"] == f"{ASKED}?next=%2Fme%2Fsecurity%2Faddress%2F"


def test_the_password_leads_back_to_where_one_was(client_after: Any) -> None:
    client = client_after(60)
    question = client.get(ADDRESS)["Location"]
    assert "Confirm that it is you" in client.get(question).content.decode()
    answer = client.post(ASKED, {"password": PASSWORD, "next": ADDRESS})
    assert answer["Location"] == ADDRESS
    assert client.get(ADDRESS).status_code == 200


def test_what_was_chosen_comes_back_with_the_form(client_after: Any) -> None:
    """A form sent too late is its page again, filled in; nothing was changed by it."""
    client = client_after(60)
    answer = client.post(ADDRESS, {"email": "new@example.org", "password": "secret"})
    assert answer.status_code == 302
    assert "secret" not in answer["Location"]
    back = client.post(f"{answer['Location']}", {"password": PASSWORD})["Location"]
    assert back == f"{ADDRESS}?email=new%40example.org"
    assert 'value="new@example.org"' in client.get(back).content.decode()
    assert "auth2fa.address.requested" not in events(User.objects.get())


def test_a_fragment_leads_the_whole_page_to_the_question(client_after: Any) -> None:
    """Row 35, as htmx."""
    answer = client_after(60).get(ADDRESS, headers={**HTMX, "HX-Target": "dialog"})
    assert answer["HX-Redirect"].startswith(ASKED)


def test_a_wrong_password_proves_nothing(client_after: Any, nora: User) -> None:
    client = client_after(60)
    answer = client.post(ASKED, {"password": "wrong", "next": ADDRESS})
    assert answer.status_code == 422
    assert "This is not the password of your account." in answer.content.decode()
    assert client.get(ADDRESS).status_code == 302
    assert events(nora)[-1] == "auth2fa.session.refused"


def test_the_sixth_guess_is_refused_over_all_sessions(client_after: Any, nora: User) -> None:
    """Row 1: whoever took a session cannot try passwords in it."""
    thief, other = client_after(60), signed_in(nora)
    for _guess in range(5):
        assert thief.post(ASKED, {"password": "wrong"}).status_code == 422
    answer = other.post(ASKED, {"password": PASSWORD})
    assert answer.status_code == 429
    assert "Wait five minutes" in answer.content.decode()


def test_the_key_of_the_session_changes(client_after: Any, nora: User) -> None:
    """Row 28; the line in the list follows."""
    client = client_after(60)
    before = client.session.session_key
    client.post(ASKED, {"password": PASSWORD})
    assert client.session.session_key not in {None, before}
    assert "this one" in client.get("/me/security/").content.decode()


def test_nobody_without_a_password_is_waved_through(nora: User) -> None:
    """allauth's own question lets such a person pass; ours looks at the records."""
    nora.set_unusable_password()
    nora.save()
    client = Client()
    client.force_login(nora)
    assert client.get(ADDRESS)["Location"].startswith(ASKED)


def test_a_link_from_a_letter_is_no_proof(nora: User) -> None:
    """What is on record must be one of the proofs, of this person, and not from the future."""
    request = RequestFactory().get("/")
    request.user = nora
    from time import time

    for records, owner in (
        ([{"method": "password_reset", "at": time()}], nora.pk),
        ([{"method": "password", "at": time() + 3600}], nora.pk),
        ([{"method": "password", "at": time()}], nora.pk + 1),
        ("password", nora.pk),
    ):
        request.session = {  # type: ignore[assignment]
            "account_authentication_methods": records,
            "account_authentication_methods_user": str(owner),
        }
        assert not has_fresh_proof(request)


def test_nothing_secret_stands_in_the_session_meanwhile(client_after: Any, nora: User) -> None:
    """Incident 11."""
    client = client_after(60)
    client.post(ADDRESS, {"email": "new@example.org", "password": PASSWORD})
    assert PASSWORD not in str(dict(client.session))


def test_a_stranger_is_asked_to_sign_in() -> None:
    assert Client().get(ASKED)["Location"].startswith(reverse("account_login"))
