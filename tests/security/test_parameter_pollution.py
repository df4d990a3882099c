"""One name sent twice, as a list, or as something else than a form, never means two things."""

from __future__ import annotations

import json
from collections.abc import Callable
from urllib.parse import urlencode

import pytest
from django.test import Client
from django.urls import reverse

from auth2fa.models import User
from console.shell.models import AuditEntry, OutgoingLetter
from orgs.models import Membership
from tests.conftest import Cast
from tests.security.ground import database

As = Callable[..., Client]
FORM = "application/x-www-form-urlencoded"


def send(client: Client, path: str, pairs: list[tuple[str, str]]) -> int:
    return client.post(path, urlencode(pairs), content_type=FORM).status_code


@pytest.mark.parametrize("name", ["email", "email[]", "email[0]"])
def test_a_reset_reaches_the_stored_address_alone(name: str, cast: Cast, client: Client) -> None:
    """Row 47, incident 1: of several addresses one is answered, and the letter goes to whom
    the database names."""
    owner = cast["collaborator"]
    User.objects.filter(pk=owner.pk).update(email="owner@alpinemark.example")
    for pairs in (
        [("email", "owner@alpinemark.example"), (name, "evil@attacker.example")],
        [(name, "evil@attacker.example"), ("email", "OWNER@alpinemark.example")],
        [("email", "owner@alpinemark.example,evil@attacker.example")],
        [("email", "owner@alpinemark.example\r\nBcc: evil@attacker.example")],
    ):
        send(client, reverse("account_reset_password"), pairs)
    reached = set(OutgoingLetter.objects.values_list("to", flat=True))
    assert reached <= {"owner@alpinemark.example"}
    assert OutgoingLetter.objects.exists()


def test_a_reset_takes_no_other_shape_of_form(cast: Cast, client: Client) -> None:
    """Row 47: a list in JSON is no address."""
    body = json.dumps({"email": [cast["collaborator"].email, "evil@attacker.example"]})
    path = reverse("account_reset_password")
    answer = client.post(path, body, content_type="application/json")
    assert answer.status_code == 422
    assert not OutgoingLetter.objects.exists()


def test_a_sign_up_writes_one_letter(cast: Cast, client: Client) -> None:
    """Row 47: the last address counts, as in every form, and it alone is written to."""
    pairs = [
        ("full_name", "Nina New"),
        ("password1", "seven green umbrellas"),
        ("kind", "person"),
        ("kind", "person"),
        ("email", "first@new.example"),
        ("email", "second@new.example"),
        ("email[]", "third@new.example"),
    ]
    assert send(client, reverse("account_signup"), pairs) == 302
    assert list(OutgoingLetter.objects.values_list("to", flat=True)) == ["second@new.example"]
    assert not User.objects.filter(email__in=["first@new.example", "third@new.example"]).exists()


def test_a_role_sent_twice_is_one_role(as_: As, cast: Cast) -> None:
    """Row 47: what is checked is what is written."""
    target = cast.membership("collaborator")
    path = f"/o/alpine/users/{target.pk}/role/"
    pairs = [("role", "external"), ("role", "legal_representative"), ("version", "0")]
    send(as_("administrator"), path, pairs)
    send(as_("administrator"), path, pairs[::-1])
    target.refresh_from_db()
    assert target.role in {"external", "collaborator"}
    assert AuditEntry.objects.filter(event="orgs.member.role_changed").count() <= 1
    assert Membership.objects.filter(role="legal_representative").count() == 5


def test_a_query_is_no_form(as_: As, cast: Cast) -> None:
    """Row 47: what stands in the address of a POST is not what was sent."""
    target = cast.membership("collaborator")
    before = database()
    path = f"/o/alpine/users/{target.pk}/role/?role=external&version=0"
    assert as_("legal").post(path).status_code == 422
    assert database() == before


@pytest.mark.parametrize("twice", ["person=%s&person=%s", "person[]=%s&person=%s"])
def test_a_question_about_two_is_about_one(twice: str, as_: As, cast: Cast) -> None:
    """Row 47: no second number slips past the look-up."""
    mine, theirs = cast.membership("collaborator").pk, cast.membership("stranger", cast.rival).pk
    answer = as_("legal").get("/o/alpine/why/?" + twice % (theirs, mine))
    assert "RIVALMARK" not in answer.content.decode()
    assert as_("legal").get(f"/o/alpine/why/?person={mine}&person={theirs}").status_code == 404
