"""What a password may be, and changing it."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest
from django.contrib.auth import password_validation
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.test import Client
from django.urls import reverse

from auth2fa.bridge import EmailAddress
from auth2fa.models import User
from orgs.models import Role
from tests.auth2fa.hands import browser, events, is_in, letters, link_of, signed_in, try_sign_in
from tests.conftest import PASSWORD, join, make_organization

pytestmark = pytest.mark.django_db
NEW = "seven green umbrellas"
CHANGE = "/me/security/password/"


def change(client: Client, new: str = NEW, old: str = PASSWORD, **headers: str) -> Any:
    """Send the form."""
    return client.post(CHANGE, {"password": old, "new_password": new}, headers=headers)


@pytest.mark.parametrize("length", [8, 64, 128])
def test_eight_to_a_hundred_and_twenty_eight_characters(length: int) -> None:
    """Row 3: no rules of composition."""
    validate_password(("qzxjkvwm" * 16)[:length], User())


@pytest.mark.parametrize(("secret", "words"), [("qzxjkvw", "8 char"), ("q" * 129, "128 char")])
def test_shorter_and_longer_ones_are_refused(secret: str, words: str) -> None:
    """Row 3."""
    with pytest.raises(ValidationError, match=words):
        validate_password(secret, User())


def test_every_common_password_is_refused() -> None:
    """Row 4: all of Django's list that are long enough to be asked."""
    folder = Path(password_validation.__file__).parent
    with gzip.open(folder / "common-passwords.txt.gz", "rt") as lines:
        common = {line.strip() for line in lines if len(line.strip()) >= 8}
    assert len(common) >= 3000
    rule = password_validation.CommonPasswordValidator()
    for secret in common:
        with pytest.raises(ValidationError):
            rule.validate(secret)


@pytest.mark.parametrize(
    "secret",
    ["my-Regie-2026", "r.e.g.i.e 12345", "xx nora xx yy", "NOWHEREmark1", "99Alpen-gluehen"],
)
def test_names_around_the_person_are_refused(nora: User, secret: str) -> None:
    """Row 5: product, own name, address, Organization; dots and capitals hide nothing."""
    organization = make_organization("alpen", "GLUEHEN")
    join(nora, organization, Role.COLLABORATOR)
    with pytest.raises(ValidationError, match="must not contain the name"):
        validate_password(secret, nora)


@pytest.mark.parametrize("secret", ["password1", "regie-forever", "short"])
def test_the_rules_hold_wherever_one_is_set(nora: User, secret: str) -> None:
    """Rows 4 and 5: at sign-up, change and reset."""
    values = {"full_name": "Al Bo", "email": "al@x.example", "password1": secret, "kind": "person"}
    answer = browser().post(reverse("account_signup"), values)
    assert answer.status_code == 422
    assert b"id_password1_error" in answer.content
    assert change(signed_in(nora), new=secret).status_code == 422
    client, address = opened_reset(nora)
    assert client.post(address, {"password1": secret}).status_code == 422
    nora.refresh_from_db()
    assert nora.check_password(PASSWORD)


@pytest.mark.flow("G14.1", "E12")
def test_it_changes_and_the_person_is_told(nora: User) -> None:
    """Row 10; and every other session ends (row 32)."""
    here, there = signed_in(nora), signed_in(nora, ip="203.0.113.5")
    key = here.session.session_key
    assert change(here).status_code == 302
    assert is_in(here)
    assert here.session.session_key != key
    assert not is_in(there)
    assert try_sign_in(browser(), nora.email, NEW).status_code == 302
    (letter,) = letters("password_changed")
    assert letter.to == nora.email
    assert "auth2fa.password.changed" in events(nora)
    assert NEW not in letter.text


def test_it_takes_the_password_one_has(nora: User) -> None:
    """A wrong one stays written down, though nothing was changed."""
    client = signed_in(nora)
    answer = change(client, old="wrong")
    assert answer.status_code == 422
    assert "This is not the password of your account." in answer.content.decode()
    assert events(nora)[-1] == "auth2fa.session.refused"


def test_the_same_one_is_no_new_one(nora: User) -> None:
    assert "This is your password already" in change(signed_in(nora), PASSWORD).content.decode()


def test_guessing_in_the_form_is_limited(nora: User) -> None:
    """Row 1."""
    client = signed_in(nora)
    statuses = [change(client, old="wrong").status_code for _guess in range(6)]
    assert statuses == [422] * 5 + [429]


def test_the_dialog_answers_in_place(nora: User) -> None:
    headers = {"HX-Request": "true", "HX-Target": "dialog"}
    client = signed_in(nora)
    opened = client.get(CHANGE, headers=headers)
    assert opened.content.lstrip().startswith(b"<dialog")
    refused = change(client, new="short", **headers)
    assert refused.status_code == 422
    assert b"<html" not in refused.content
    assert change(client, **headers)["HX-Redirect"] == "/me/security/"


# --- Forgotten ----------------------------------------------------------------------------------


def ask(email: str | list[str], ip: str = "198.51.100.7") -> Any:
    """Send the form of a forgotten password."""
    return browser(ip=ip).post(reverse("account_reset_password"), {"email": email})


def opened_reset(user: User) -> tuple[Client, str]:
    """The page behind the link of the letter."""
    ask(user.email)
    client = browser()
    answer = client.get(link_of(letters("password_forgotten", user.email)[-1]))
    return client, answer["Location"]


@pytest.mark.flow("G14.4")
def test_a_letter_leads_to_a_new_password(nora: User) -> None:
    """Rows 10 and 13: every session ends, and the new one must be signed in."""
    there = signed_in(nora)
    client, address = opened_reset(nora)
    assert client.get(address).status_code == 200
    done = client.post(address, {"password1": NEW})
    assert done["Location"] == reverse("account_reset_password_from_key_done")
    assert not is_in(client)
    assert not is_in(there)
    assert try_sign_in(browser(), nora.email, NEW).status_code == 302
    assert letters("password_changed", nora.email)
    assert "auth2fa.password.reset" in events(nora)


def test_the_link_works_once_and_for_an_hour(nora: User, time_machine: Any) -> None:
    """Row 16."""
    time_machine.move_to("2026-11-22 10:00:00", tick=False)
    client, address = opened_reset(nora)
    link = link_of(letters("password_forgotten")[-1])
    time_machine.move_to("2026-11-22 11:00:01", tick=False)
    assert "no longer works" in browser().get(link).content.decode()
    time_machine.move_to("2026-11-22 10:30:00", tick=False)
    client.post(address, {"password1": NEW})
    assert "no longer works" in browser().get(link).content.decode()


def test_the_answer_is_the_same_for_everybody(nora: User) -> None:
    """Row 11; nothing leaves for an address without an account."""
    known, unknown = ask(nora.email), ask("who@nowhere.example", "198.51.100.8")
    assert known.status_code == unknown.status_code == 302
    assert known["Location"] == unknown["Location"]
    assert set(known.headers) == set(unknown.headers)
    assert [letter.to for letter in letters("password_forgotten")] == [nora.email]


def test_of_several_addresses_none_but_the_stored_one_gets_mail(nora: User) -> None:
    """Row 47, incident 1."""
    ask([nora.email, "thief@nowhere.example"])
    ask(["thief@nowhere.example", nora.email])
    assert {letter.to for letter in letters()} <= {nora.email}


@pytest.mark.parametrize(
    "email", ["n\u043era.neu@nowhere.example", "\u2115ora.neu@nowhere.example"]
)
def test_nothing_leaves_for_a_look_alike(nora: User, email: str) -> None:
    """Incident 10."""
    assert ask(email).status_code == 422
    assert not letters()


def test_a_pending_address_of_somebody_else_gets_no_link(nora: User) -> None:
    EmailAddress.objects.create(user=nora, email="wanted@nowhere.example")
    ask("wanted@nowhere.example")
    assert not letters()


def test_letters_are_limited(nora: User) -> None:
    """Five in a quarter of an hour, from however many places."""
    statuses = [ask(nora.email, f"198.51.100.{n}").status_code for n in range(6)]
    assert statuses == [302] * 5 + [429]
    assert len(letters("password_forgotten")) == 5


def test_the_host_header_makes_no_link(nora: User, settings: Any) -> None:
    settings.ALLOWED_HOSTS = ["*"]
    client = browser()
    values = {"email": nora.email}
    client.post(reverse("account_reset_password"), values, headers={"Host": "evil.example"})
    assert "evil.example" not in letters("password_forgotten")[0].text
