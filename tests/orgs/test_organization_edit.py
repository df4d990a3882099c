"""The details of an Organization: who changes them, what is refused, who is told."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client

from console.shell.models import AuditEntry, OutgoingLetter
from orgs.models import Organization
from tests.conftest import Cast
from tests.orgs.details import EDIT, fields, text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def admin(as_: Any) -> Client:
    return as_("administrator")


@pytest.mark.flow("GX.7")
def test_it_changes_what_was_typed_and_nothing_else(admin: Client, cast: Cast) -> None:
    answer = admin.post(
        EDIT,
        fields(cast, street="Bahnhofstrasse 1", postal_code="8001", city="Zürich", country="CH"),
        follow=True,
    )
    assert "Saved." in text_of(answer)
    cast.alpine.refresh_from_db()
    assert (cast.alpine.street, cast.alpine.postal_code) == ("Bahnhofstrasse 1", "8001")
    assert cast.alpine.version == 1
    entry = AuditEntry.objects.get(event="orgs.organization.changed")
    assert entry.before == {"street": "", "postal_code": "", "city": ""}
    assert entry.after == {
        "street": "Bahnhofstrasse 1",
        "postal_code": "8001",
        "city": "Zürich",
    }
    cast.rival.refresh_from_db()
    assert cast.rival.version == 0


@pytest.mark.flow("GX.7", "E13")
def test_it_tells_everybody_who_leads_what_is_new(admin: Client, cast: Cast) -> None:
    admin.post(
        EDIT,
        fields(cast, name="Alpine AG ALPINEMARK", kind="person", phone="044 333 44 55"),
    )
    letters = OutgoingLetter.objects.filter(event="orgs.organization.changed")
    assert {each.to for each in letters} == {
        cast[part].email for part in ("legal", "legal2", "administrator")
    }
    text = letters[0].text
    assert "Adrian Admin ALPINEMARK changed the details of Alpine AG ALPINEMARK:" in text
    assert "Name: Alpine ALPINEMARK → Alpine AG ALPINEMARK" in text
    assert "Kind: Company → Person" in text
    assert "Phone: – → +41 44 333 44 55" in text
    assert "Alpine AG ALPINEMARK" in letters[0].subject
    assert "<td>Company</td>" in letters[0].html


def test_it_tells_nobody_who_is_suspended_or_gone(admin: Client, cast: Cast) -> None:
    from django.utils import timezone

    cast.membership("legal2").__class__.objects.filter(user=cast["legal2"]).update(
        suspended_at=timezone.now()
    )
    type(cast["legal"]).objects.filter(pk=cast["legal"].pk).update(is_active=False)
    admin.post(EDIT, fields(cast, city="Chur"))
    assert [each.to for each in OutgoingLetter.objects.all()] == [cast["administrator"].email]


def test_nothing_new_leaves_no_trace(admin: Client, cast: Cast) -> None:
    assert admin.post(EDIT, fields(cast)).status_code == 302
    assert not AuditEntry.objects.exists()
    assert not OutgoingLetter.objects.exists()


@pytest.mark.parametrize(
    ("typed", "kept"),
    [
        ("044 333 44 55", "+41443334455"),
        ("+41 (0)44 333 44 55", "+41443334455"),
        ("0041 44 333 44 55", "+41443334455"),
        ("+49 30 901820", "+4930901820"),
        ("", ""),
    ],
)
def test_a_phone_number_is_kept_as_one(admin: Client, cast: Cast, typed: str, kept: str) -> None:
    admin.post(EDIT, fields(cast, phone=typed))
    cast.alpine.refresh_from_db()
    assert cast.alpine.phone == kept


@pytest.mark.parametrize(
    ("field", "typed", "sentence"),
    [
        ("phone", "call me", "This is no phone number."),
        ("phone", "123", "This is no phone number."),
        ("phone", "+99 999 999 999", "This is no phone number."),
        ("phone", "044 333 44 55 ext. 3", "This is no phone number."),
        ("phone", "٠" * 5000, "more than 40 characters"),
        ("phone", "<script>", "This is no phone number."),
        ("name", "", "Give the organization a name."),
        ("name", "x" * 5000, "more than 200 characters"),
        ("name", "Alpine\nBcc: a@b.example", "one line of visible characters"),
        ("name", "Al\u202epine", "one line of visible characters"),
        ("street", "x" * 5000, "more than 200 characters"),
        ("street", "a\x00b", "Null characters are not allowed."),
        ("postal_code", "8" * 21, "more than 20 characters"),
        ("city", "Z\x07urich", "one line of visible characters"),
        ("country", "XX", "Choose a country of the list."),
        ("country", "", "Choose a country of the list."),
        ("time_zone", "Moon/Tranquility", "Choose a time zone of the list."),
        ("kind", "cooperative", "Choose a person or a company."),
        ("version", "", "This form is incomplete."),
        ("version", "-1", "This form is incomplete."),
    ],
)
def test_nonsense_is_refused_beside_its_field(
    admin: Client, cast: Cast, field: str, typed: str, sentence: str
) -> None:
    answer = admin.post(EDIT, fields(cast, city="Chur") | {field: typed})
    assert answer.status_code == 422
    assert sentence in text_of(answer)
    if field != "city":
        assert 'value="Chur"' in answer.content.decode(), "what was typed is lost"
    assert not AuditEntry.objects.exists()
    cast.alpine.refresh_from_db()
    assert (cast.alpine.version, cast.alpine.city) == (0, "")


def test_what_is_not_in_the_form_is_not_changed(admin: Client, cast: Cast) -> None:
    """Security row 39."""
    foreign = {"slug": "mine", "idle_hours": "1", "logo_digest": "x", "id": str(cast.rival.pk)}
    admin.post(EDIT, fields(cast, city="Chur") | foreign)
    cast.alpine.refresh_from_db()
    assert (cast.alpine.slug, cast.alpine.idle_hours) == ("alpine", None)
    assert cast.alpine.logo_digest == ""
    assert Organization.objects.get(pk=cast.rival.pk).city == ""


@pytest.mark.flow("GX.7")
def test_the_second_of_two_is_told_what_the_first_did(as_: Any, cast: Cast) -> None:
    first, second = as_("administrator"), as_("legal")
    seen = fields(cast)
    first.post(EDIT, seen | {"city": "Chur", "country": "LI"})
    answer = second.post(EDIT, seen | {"city": "Bern"})
    assert answer.status_code == 409
    assert "City is now “Chur”; Country is now “Liechtenstein”" in text_of(answer)
    cast.alpine.refresh_from_db()
    assert cast.alpine.city == "Chur"
    assert 'name="version" value="1"' in answer.content.decode()
    again = second.post(EDIT, seen | {"city": "Bern", "version": "1"})
    assert again.status_code == 302
    cast.alpine.refresh_from_db()
    assert cast.alpine.city == "Bern"


def test_who_may_not_is_told_why(as_: Any, cast: Cast) -> None:
    for part in ("collaborator", "accounting", "external", "partner_limited"):
        assert as_(part).get(EDIT).status_code == 403
        assert as_(part).post(EDIT, fields(cast, city="Chur")).status_code == 403
    assert as_("stranger").get(EDIT).status_code == 404
    cast.alpine.refresh_from_db()
    assert cast.alpine.city == ""


def test_a_full_partner_is_named_with_their_organization(as_: Any, cast: Cast) -> None:
    as_("partner_full").post(EDIT, fields(cast, city="Chur"))
    letter = OutgoingLetter.objects.first()
    assert letter is not None
    assert "of Fullagency FULLAGENCYMARK changed the details" in letter.text


def test_the_time_zone_of_the_organization_is_one_of_the_list(admin: Client, cast: Cast) -> None:
    admin.post(EDIT, fields(cast, time_zone="America/Toronto"))
    cast.alpine.refresh_from_db()
    assert cast.alpine.time_zone == "America/Toronto"
