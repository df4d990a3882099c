"""Signing up: an account, and an Organization with the person as its legal representative."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from auth2fa.bridge import EmailAddress
from auth2fa.models import User
from console.shell.models import AuditEntry, OutgoingLetter
from orgs import signup
from orgs.models import Membership, Organization, Role
from tests.auth2fa.hands import browser, events, is_in, letters, link_of, try_sign_in

pytestmark = pytest.mark.django_db

NEW = "new.person@example.org"
SECRET = "seven green umbrellas"
FORM = {"full_name": "Nora Neu", "email": NEW, "password1": SECRET, "kind": "person"}


def sign_up(client: Client | None = None, **changed: Any) -> Any:
    """Send the form, with other values where the test says so."""
    return (client or browser()).post(reverse("account_signup"), {**FORM, **changed})


@pytest.mark.flow("G1.1", "G15.1", "G16.2", "G14.1")
def test_it_opens_an_organization_in_the_persons_name() -> None:
    client = browser()
    answer = sign_up(client)
    assert answer.status_code == 302
    assert answer["Location"] == reverse("account_email_verification_sent")
    membership = Membership.objects.select_related("organization", "user").get(user__email=NEW)
    assert membership.role == Role.LEGAL_REPRESENTATIVE
    assert membership.organization.name == "Nora Neu"
    assert membership.organization.kind == Organization.Kind.PERSON
    assert events(membership.user) == ["auth2fa.person.joined"]
    assert AuditEntry.objects.get(event="orgs.organization.opened").actor_name == "Nora Neu"

    link = link_of(letters("account_opened", NEW)[0])
    assert client.get(link).status_code == 200
    assert not is_in(client)
    assert client.post(link).status_code == 302
    assert is_in(client)


@pytest.mark.flow("G16.2")
def test_it_gives_a_company_its_legal_name() -> None:
    sign_up(kind="company", organization_name="Alpen & Söhne AG")
    organization = Organization.objects.get()
    assert (organization.name, organization.kind) == ("Alpen & Söhne AG", "company")


@pytest.mark.flow("G16.2")
def test_a_company_without_a_name_is_asked_for_it() -> None:
    answer = sign_up(kind="company")
    assert answer.status_code == 422
    assert "Enter the legal name of the company." in answer.content.decode()
    assert not User.objects.exists()


def test_nobody_signs_in_before_the_address_is_confirmed() -> None:
    sign_up()
    client = browser()
    answer = try_sign_in(client, NEW, SECRET)
    assert answer["Location"] == reverse("account_email_verification_sent")
    assert not is_in(client)


def test_it_is_all_or_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(**_values: Any) -> None:
        raise RuntimeError("no Organization today")

    monkeypatch.setattr(signup, "open_organization", fail)
    with pytest.raises(RuntimeError):
        sign_up()
    assert not User.objects.exists()
    assert not OutgoingLetter.objects.exists()


def test_a_known_address_is_answered_like_a_new_one() -> None:
    """Row 11 and G1.1: only the letter tells the owner; nothing is opened."""
    first = sign_up()
    OutgoingLetter.objects.all().delete()
    again = sign_up(full_name="Somebody Else", password1="nine blue curtains")
    assert (again.status_code, again["Location"]) == (first.status_code, first["Location"])
    assert set(again.headers) == set(first.headers)
    assert User.objects.count() == Organization.objects.count() == 1


def test_the_owner_of_a_known_address_gets_a_letter() -> None:
    user = User.objects.create_user("known@example.org", SECRET, full_name="Kim Known")
    sign_up(email=user.email)
    (letter,) = OutgoingLetter.objects.all()
    assert letter.to == user.email
    assert "has an account already" in letter.text
    assert link_of(letter) == reverse("account_reset_password")


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("email", "nörа@example.org", "is not a plain letter"),
        ("email", "nora@exampl\u0435.org", "is not a plain letter"),
        ("email", "\u212aim@example.org", "is not a plain letter"),
        ("email", "nora@example.org\r\nBcc: x@example.org", "Enter an e-mail address"),
        ("email", "n" * 5000 + "@example.org", "has at most 254 characters"),
        ("full_name", "Nora\r\nNeu", "one line of visible characters"),
        ("full_name", "Nora\x00Neu", "one line of visible characters"),
        ("full_name", "Nora \u202eueN", "one line of visible characters"),
        ("full_name", "N" * 5000, "at most 200 characters; this one has 5,000"),
        ("full_name", "", "Enter a name."),
        ("kind", "robot", "Choose whom the account is for."),
    ],
)
def test_bad_input_gets_a_sentence_beside_the_field(field: str, value: str, sentence: str) -> None:
    values: dict[str, Any] = {field: value}
    answer = sign_up(**values)
    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert f'id="id_{field}_error"' in page
    kept = {**FORM, "password1": ""}
    kept.pop(field, None)
    assert all(f'value="{text}"' in page for text in kept.values() if text)
    assert not User.objects.exists()


def test_an_organization_name_of_several_lines_is_refused() -> None:
    answer = sign_up(kind="company", organization_name="Alpen\nAG")
    assert "one line of visible characters" in answer.content.decode()
    assert not User.objects.exists()


def test_it_takes_one_address_only() -> None:
    """Row 47 and incident 1: of several addresses, one counts and one gets a letter."""
    values = {**FORM, "email": ["first@example.org", "last@example.org"], "email[]": "third@x.org"}
    browser().post(reverse("account_signup"), values)
    assert [user.email for user in User.objects.all()] == ["last@example.org"]
    assert {row.to for row in OutgoingLetter.objects.all()} == {"last@example.org"}


def test_fields_nobody_asked_for_are_ignored() -> None:
    """Row 39: neither a role nor a state comes from the form."""
    sign_up(is_staff="1", is_active="0", role="administrator", verified="1")
    user = User.objects.get()
    assert user.is_active
    assert Membership.objects.get().role == Role.LEGAL_REPRESENTATIVE
    assert not EmailAddress.objects.filter(verified=True).exists()


def test_nobody_is_there_after_installing() -> None:
    """Row 7: no default account."""
    assert not User.objects.exists()
