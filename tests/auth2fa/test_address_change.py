"""Changing the address one signs in with (G18.4)."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from auth2fa.models import User
from console.shell.letters import objection
from orgs.models import Membership, Role
from tests.auth2fa.hands import browser, events, is_in, letters, link_of, signed_in, try_sign_in
from tests.conftest import join, make_organization, make_person

pytestmark = pytest.mark.django_db
NEW = "nora.new@nowhere.example"


def ask(client: Client, email: str = NEW) -> Any:
    """Send the form."""
    return client.post("/me/security/address/", {"email": email})


@pytest.mark.flow("G18.4")
def test_it_counts_once_confirmed_and_both_are_told(nora: User) -> None:
    """Row 10: the former address learns of it."""
    old, client = nora.email, signed_in(nora)
    assert ask(client).status_code == 302
    (letter,) = letters("address_requested", NEW)
    assert try_sign_in(browser(), NEW).status_code == 422
    assert client.get(link_of(letter)).status_code == 200
    assert client.post(link_of(letter))["Location"] == "/me/security/"
    assert try_sign_in(browser(), NEW).status_code == 302
    assert try_sign_in(browser(), old).status_code == 422
    assert {row.to for row in letters("address_changed")} == {old, NEW}
    assert "auth2fa.address.changed" in events(nora)


def test_the_copies_of_the_address_follow(nora: User) -> None:
    join(nora, make_organization("one", "ONEMARK"), Role.COLLABORATOR)
    client = signed_in(nora)
    ask(client)
    client.post(link_of(letters("address_requested")[0]))
    assert NEW.upper() in Membership.objects.get().search_text


def test_opening_the_link_confirms_nothing(nora: User) -> None:
    """Row 54: programs that look through mail open links."""
    ask(signed_in(nora))
    other = signed_in(make_person("Otto Other"))
    other.get(link_of(letters("address_requested")[0]))
    nora.refresh_from_db()
    assert nora.email != NEW
    assert is_in(other)


def test_the_link_works_once(nora: User) -> None:
    client = signed_in(nora)
    ask(client)
    link = link_of(letters("address_requested")[0])
    client.post(link)
    assert client.get(link).status_code == 410
    assert client.post(link).status_code == 410


def test_a_newer_wish_replaces_the_older(nora: User) -> None:
    client = signed_in(nora)
    ask(client, "first@nowhere.example")
    ask(client, "second@nowhere.example")
    first, second = letters("address_requested")
    assert client.post(link_of(first)).status_code == 410
    assert objection(first.guard, first.guard_arguments)
    assert not objection(second.guard, second.guard_arguments)


def test_whose_address_it_is_stays_unsaid(nora: User) -> None:
    """Row 11: the answer is the same; who reads the mail learns that it is taken."""
    other = make_person("Otto Other")
    client = signed_in(nora)
    taken, free = ask(client, other.email), ask(client)
    assert taken.status_code == free.status_code == 302
    ask(client, other.email)
    answer = client.post(link_of(letters("address_requested", other.email)[-1]), follow=True)
    assert "belongs to another account" in answer.content.decode()
    nora.refresh_from_db()
    assert nora.email != other.email


def test_an_unconfirmed_account_does_not_lose_its_address_to_a_change(nora: User) -> None:
    User.objects.create_user(NEW, "x", full_name="Squatter")
    client = signed_in(nora)
    ask(client)
    answer = client.post(link_of(letters("address_requested")[0]), follow=True)
    assert "belongs to another account" in answer.content.decode()


@pytest.mark.parametrize(
    ("email", "sentence"),
    [
        ("nora.neu@nowhere.example", "This is your address already."),
        ("n\u043era@nowhere.example", "is not a plain letter"),
        ("nora@nowhere.example\nBcc: x@y.example", "Enter an e-mail address"),
    ],
)
def test_bad_addresses_get_a_sentence(nora: User, email: str, sentence: str) -> None:
    answer = ask(signed_in(nora), email)
    assert answer.status_code == 422
    assert sentence in answer.content.decode()
    assert not letters("address_requested")


def test_wishes_are_limited(nora: User) -> None:
    client = signed_in(nora)
    statuses = [ask(client, f"wish{n}@nowhere.example").status_code for n in range(6)]
    assert statuses == [302] * 5 + [429]


def test_it_takes_fresh_proof(nora: User, time_machine: Any) -> None:
    """Row 35."""
    time_machine.move_to("2026-11-22 08:00:00", tick=False)
    client = signed_in(nora)
    time_machine.move_to("2026-11-22 08:16:00", tick=False)
    assert ask(client)["Location"].startswith(reverse("account_reauthenticate"))
    assert not letters("address_requested")
