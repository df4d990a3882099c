"""Contact cards: making, changing and deleting them, and what registries hear of it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from console.shell.models import AuditEntry, OutgoingLetter
from products.models import Contact, RegistrarOrder, RegistryName
from tests.conftest import Cast
from tests.products.conftest import make_contact
from tests.products.holding import CARD, CONTACTS, carry_out, make_card, make_domain

As = Callable[..., Client]


def edit(client: Client, card: Contact, **more: str) -> int:
    values = {key: getattr(card, key) for key in CARD} | {"version": str(card.version)} | more
    return client.post(f"{CONTACTS}{card.pk}/edit/", values).status_code


@pytest.mark.flow("G4.6")
def test_a_card_is_made_once(cast: Cast, as_: As) -> None:
    client = as_("administrator")
    for _time in (1, 2):
        assert client.post(f"{CONTACTS}new/", CARD).status_code == 302
    card = Contact.objects.get(company="Glacier Ltd")
    assert (card.phone, str(card)) == ("+41443334455", "Glacier Ltd")
    assert AuditEntry.objects.filter(event="products.contact.created").count() == 1
    page = client.get(CONTACTS).content.decode()
    assert "Glacier Ltd" in page
    assert "Gina Glacier" in page


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("phone", "call me", "This is no phone number."),
        ("phone", "", "Write a phone number."),
        ("phone", "+41 44 333 44 55 ext 7", "This is no phone number."),
        ("country", "XX", "Choose a country of the list."),
        ("postal_code", "ABC", "A postal code of this country has 4 digits."),
        ("postal_code", "80010", "A postal code of this country has 4 digits."),
        ("postal_code", "8" * 17, "This has more than 16 characters."),
        ("email", "gina", "This is no e-mail address."),
        ("email", "a@b.example, c@d.example", "This is no e-mail address."),
        ("company", "", "Write the legal name of the company."),
        ("full_name", "Gina\nGlacier", "Remove line breaks"),
        ("city", "", "Write the city."),
        ("kind", "robot", "Choose a person or a company."),
    ],
)
@pytest.mark.flow("G4.3")
def test_what_no_registry_takes_is_said_beside_the_field(
    cast: Cast, as_: As, field: str, value: str, sentence: str
) -> None:
    response = as_("legal").post(f"{CONTACTS}new/", {**CARD, field: value})
    body = response.content.decode()
    assert response.status_code == 422
    assert sentence in body
    kept = {"company", "street", "city", "email"} - {field}
    assert all(CARD[each] in body for each in kept)
    assert not Contact.objects.filter(street=CARD["street"]).exists()


def test_a_person_has_no_company(cast: Cast, as_: As) -> None:
    wrong = {**CARD, "kind": "person"}
    assert as_("legal").post(f"{CONTACTS}new/", wrong).status_code == 422
    right = {**wrong, "company": ""}
    assert as_("legal").post(f"{CONTACTS}new/", right).status_code == 302
    assert str(Contact.objects.get(kind="person")) == "Gina Glacier"


@pytest.mark.flow("G4.3")
def test_registries_hear_of_a_card_that_holds_domains(cast: Cast, as_: As) -> None:
    card = make_card(cast.alpine)
    for name in ("one.example", "two.example"):
        make_domain(cast.alpine, name, holder=card)
    make_domain(cast.alpine, "gone.example", holder=card, status="released")
    make_domain(cast.alpine, "other.example")
    assert edit(as_("legal"), card, street="Seestrasse 2", email="new@glacier.example") == 302
    orders = RegistrarOrder.objects.order_by("product__name")
    assert [each.product.name for each in orders] == ["one.example", "two.example"]
    assert {each.request["holder"]["street"] for each in orders} == {"Seestrasse 2"}
    assert carry_out() == 2
    held = RegistryName.objects.get(name="two.example").holder
    assert (held["street"], held["email"]) == ("Seestrasse 2", "new@glacier.example")
    told = OutgoingLetter.objects.filter(event="products.contact.changed")
    assert sorted(each.to for each in told) == ["gina@glacier.example", "new@glacier.example"]
    entry = AuditEntry.objects.get(event="products.contact.changed")
    assert entry.before == {"street": "Bahnhofstrasse 1", "email": "gina@glacier.example"}


def test_a_name_in_use_is_another_holder(cast: Cast, as_: As) -> None:
    card = make_card(cast.alpine)
    make_domain(cast.alpine, "one.example", holder=card)
    response = as_("legal").post(
        f"{CONTACTS}{card.pk}/edit/", {**CARD, "company": "Other Ltd", "version": "0"}
    )
    assert response.status_code == 422
    assert "another name is another holder" in response.content.decode()
    assert edit(as_("legal"), card, kind="person", company="") == 422
    assert not RegistrarOrder.objects.exists()
    assert edit(as_("legal"), card, full_name="Greta Glacier") == 302


def test_what_holds_nothing_is_renamed_and_told_to_nobody(cast: Cast, as_: As) -> None:
    card = make_card(cast.alpine)
    assert edit(as_("legal"), card, company="Other Ltd") == 302
    card.refresh_from_db()
    assert (card.company, card.version) == ("Other Ltd", 1)
    assert not OutgoingLetter.objects.filter(event="products.contact.changed").exists()


def test_whoever_is_slower_reads_what_the_other_made_of_it(cast: Cast, as_: As) -> None:
    card = make_card(cast.alpine)
    assert edit(as_("legal"), card, city="Bern", postal_code="3000") == 302
    response = as_("administrator").post(
        f"{CONTACTS}{card.pk}/edit/", {**CARD, "city": "Basel", "version": "0"}
    )
    body = response.content.decode()
    assert response.status_code == 409
    assert "City is now “Bern”" in body
    assert 'value="Basel"' in body
    card.refresh_from_db()
    assert card.city == "Bern"


def test_what_is_used_is_not_deleted(cast: Cast, as_: As) -> None:
    card, free = make_card(cast.alpine), make_card(cast.alpine, company="Free Ltd")
    make_domain(cast.alpine, "one.example", holder=card)
    client = as_("administrator")
    response = client.post(f"{CONTACTS}{card.pk}/delete/")
    assert response.status_code == 422
    assert "1 product is held by this card" in response.content.decode()
    assert client.post(f"{CONTACTS}{free.pk}/delete/").status_code == 302
    assert list(Contact.objects.filter(company__in=["Glacier Ltd", "Free Ltd"])) == [card]
    assert AuditEntry.objects.get(event="products.contact.deleted").before["company"] == "Free Ltd"


@pytest.mark.parametrize("part", ["collaborator", "accounting", "partner_full", "external"])
def test_only_administrators_see_cards(cast: Cast, as_: As, part: str) -> None:
    card = make_card(cast.alpine)
    client = as_(part)
    assert client.get(CONTACTS).status_code == 403
    assert client.post(f"{CONTACTS}new/", CARD).status_code == 403
    assert client.post(f"{CONTACTS}{card.pk}/delete/").status_code == 403
    assert edit(client, card, city="Bern") == 403


def test_what_belongs_to_a_neighbor_is_not_there(cast: Cast, as_: As) -> None:
    foreign = make_contact(cast.rival)
    client = as_("legal")
    assert edit(client, foreign, city="Bern") == 404
    assert client.post(f"{CONTACTS}{foreign.pk}/delete/").status_code == 404
    foreign.refresh_from_db()
    assert foreign.city == "Zurich"


def test_it_is_found_by_company_person_or_address(cast: Cast, as_: As) -> None:
    make_card(cast.alpine)
    make_card(cast.alpine, company="Summit Ltd", full_name="Sue Summit", email="sue@summit.example")
    client = as_("legal")
    for words in ("glacier", "gina", "@glacier.ex"):
        body = client.get(CONTACTS, {"q": words}).content.decode()
        assert "Glacier Ltd" in body
        assert "Summit Ltd" not in body
    assert client.get(CONTACTS, {"sort": "-held"}).status_code == 200
    assert client.get(CONTACTS, {"kind": "person"}).status_code == 200


@pytest.mark.flow("G4.3")
def test_what_is_missing_is_named_where_it_is_mended(cast: Cast, as_: As) -> None:
    card = make_card(cast.alpine, phone="+4", postal_code="X")
    make_domain(cast.alpine, "one.example", holder=card)
    body = as_("legal").get(f"{CONTACTS}check/").content.decode()
    assert "No street" in body
    assert "A phone number that cannot be dialed" in body
    assert "A postal code that this country does not have" in body
    assert f"{CONTACTS}{card.pk}/edit/" in body
    assert "/o/alpine/settings/" in body
    assert f"{CONTACTS}check/" in as_("legal").get("/o/alpine/settings/").content.decode()
