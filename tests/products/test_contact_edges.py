"""Contact cards with what people paste: letters of other scripts, hidden marks, addresses; and
cards that cannot go, with the way that is really open."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from console.shell.models import OutgoingLetter
from products.models import Contact
from tests.conftest import Cast
from tests.products.conftest import put_product
from tests.products.holding import CARD, CONTACTS, make_card, make_domain

pytestmark = pytest.mark.flow("G4.3")
As = Callable[..., Client]


def create(client: Client, **more: str) -> Any:
    return client.post(f"{CONTACTS}new/", {**CARD, **more})


@pytest.mark.parametrize(
    ("country", "code"),
    [
        ("CH", "٨٠٠١"),
        ("CH", "８００１"),
        ("DE", "१२३४५"),
        ("GB", "ß" * 16),
        ("GB", "ŉ" * 16),
        ("GB", "EC1A\u00a01BB\u202e"),
    ],
)
def test_a_postal_code_has_plain_letters_and_digits(
    cast: Cast, as_: As, country: str, code: str
) -> None:
    """Some letters become two in capitals, and a digit of another script is none to a registry."""
    told = {"country": country, "postal_code": code, "phone": "+41 44 333 44 55"}
    response = create(as_("legal"), **told)
    assert response.status_code == 422
    assert 'id="id_postal_code_error"' in response.content.decode()
    assert not Contact.objects.filter(company="Glacier Ltd").exists()


@pytest.mark.parametrize(
    "address",
    [
        "gina@glacier\u202e.example",
        "gina@gla\u200bcier.example",
        "gina@müller.example",
        "gina@gla\u0441ier.example",
        "gina@glacier.example\u2066",
        "g" * 5000 + "@glacier.example",
        "gina@glacier.example\r\nBcc: all@rival.example",
    ],
)
def test_an_address_has_plain_letters(cast: Cast, as_: As, address: str) -> None:
    """What shows as one address and is another gets the letters of neither."""
    response = create(as_("legal"), email=address)
    body = response.content.decode()
    assert response.status_code == 422
    assert 'id="id_email_error"' in body
    assert CARD["street"] in body
    assert not Contact.objects.filter(company="Glacier Ltd").exists()


def test_a_domain_with_accents_is_written_as_mail_servers_know_it(cast: Cast, as_: As) -> None:
    assert "xn--" in create(as_("legal"), email="gina@müller.example").content.decode()
    assert create(as_("legal"), email="gina@xn--mller-kva.example").status_code == 302
    assert Contact.objects.get(company="Glacier Ltd").email == "gina@xn--mller-kva.example"


def test_an_address_in_capitals_is_the_same_address(cast: Cast, as_: As) -> None:
    """A card that was written before is not changed, and told of, by saving it again."""
    card = make_card(cast.alpine, email="Gina@Glacier.example")
    make_domain(cast.alpine, "one.example", holder=card)
    values = {key: getattr(card, key) for key in CARD} | {"version": "0"}
    assert as_("legal").post(f"{CONTACTS}{card.pk}/edit/", values).status_code == 302
    card.refresh_from_db()
    assert card.version == 0
    assert not OutgoingLetter.objects.filter(event="products.contact.changed").exists()


@pytest.mark.parametrize("field", ["company", "full_name", "street", "city"])
@pytest.mark.parametrize("text", ["a\u202eb", "a\r\nb", "a\x07b", "a\u2066b", "x" * 5000])
def test_hidden_marks_and_long_texts_are_refused_beside_the_field(
    cast: Cast, as_: As, field: str, text: str
) -> None:
    response = create(as_("legal"), **{field: text})
    assert response.status_code == 422
    assert f'id="id_{field}_error"' in response.content.decode()
    assert not Contact.objects.filter(email=CARD["email"]).exists()


@pytest.mark.parametrize(
    ("status", "sentence"),
    [
        ("elsewhere", "kept elsewhere is held by this card. Take it off the list first"),
        ("released", "that has ended is held by this card"),
        ("terminated", "that has ended is held by this card"),
    ],
)
def test_what_keeps_a_card_is_named_with_the_way_that_is_open(
    cast: Cast, as_: As, status: str, sentence: str
) -> None:
    """Nobody changes the holder of what is kept elsewhere or over: to say so would lead nowhere."""
    card = make_card(cast.alpine)
    put_product(cast.alpine, "one.example", holder=card, status=status)
    client, address = as_("legal"), f"{CONTACTS}{card.pk}/delete/"
    for page in (client.get(address), client.post(address)):
        body = " ".join(page.content.decode().split())
        assert sentence in body
        assert "hange its holder" not in body
        assert "hange the holder" not in body
    assert Contact.objects.filter(pk=card.pk).exists()


@pytest.mark.parametrize("status", ["elsewhere", "released"])
def test_nobody_is_sent_to_change_a_holder_that_nobody_can_change(
    cast: Cast, as_: As, status: str
) -> None:
    card = make_card(cast.alpine)
    put_product(cast.alpine, "one.example", holder=card, status=status)
    sent = {**CARD, "company": "Other Ltd", "version": "0"}
    answer = as_("legal").post(f"{CONTACTS}{card.pk}/edit/", sent)
    assert answer.status_code == 422
    body = answer.content.decode()
    assert "another name is another holder. Add a card for the new holder." in body
    assert "change the holder of the products" not in body
