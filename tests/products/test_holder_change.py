"""Another holder, for one product and for many: fees, confirmation, the registry's answer."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal

import pytest
from django.test import Client

from console.shell.models import AuditEntry, OutgoingLetter
from products.models import Charge, Contact, Ownership, Product, RegistrarOrder, RegistryName
from tests.conftest import Cast
from tests.products.conftest import make_contact, put_product
from tests.products.holding import (
    CARD,
    CONTACTS,
    PRODUCTS,
    carry_out,
    confirm,
    hidden,
    look,
    make_card,
    make_domain,
    open_orders,
)

# A change of holder costs EUR 38.00 or CHF 40.00 under .example.
pytestmark = pytest.mark.usefixtures("priced")
As = Callable[..., Client]


@pytest.fixture
def card(cast: Cast) -> Contact:
    return make_card(cast.alpine)


def holders() -> dict[str, str]:
    return {each.name: str(each.holder) for each in Product.objects.select_related("holder")}


@pytest.mark.flow("G4.6", "G4.2")
def test_domains_change_when_the_registry_answers(cast: Cast, as_: As, card: Contact) -> None:
    products = [make_domain(cast.alpine, name) for name in ("one.example", "two.example")]
    former = products[0].holder
    client = as_("administrator")
    page = look(client, card, products).content.decode()
    assert page.count("CHF 40.00") == 2
    assert "CHF 80.00" in page
    assert confirm(client, card, products).status_code == 302
    assert set(holders().values()) == {str(former)}
    view = client.get(f"{PRODUCTS}{products[0].pk}/").content.decode()
    assert "ordered a change of holder to Glacier Ltd" in view
    assert "is under way" in client.get(f"{PRODUCTS}{products[0].pk}/ownership/").content.decode()
    assert carry_out() == 2
    assert set(holders().values()) == {"Glacier Ltd"}
    assert RegistryName.objects.get(name="two.example").holder["organization"] == "Glacier Ltd"
    line = Ownership.objects.get(product=products[0])
    assert (line.fact, line.name, line.changed_by) == (
        "holder",
        "Glacier Ltd",
        "Adrian Admin ALPINEMARK",
    )
    charges = Charge.objects.filter(purpose="holder")
    assert [each.amount for each in charges] == [Decimal("40.00")] * 2
    entries = AuditEntry.objects.filter(event="products.holder.changed")
    assert [each.after for each in entries] == [{"holder": "Glacier Ltd"}] * 2


@pytest.mark.flow("G4.6")
def test_both_holders_get_a_letter(cast: Cast, as_: As, card: Contact) -> None:
    product = make_domain(cast.alpine, "one.example")
    confirm(as_("legal"), card, [product])
    assert not OutgoingLetter.objects.filter(event="products.holder.changed").exists()
    carry_out()
    letters = OutgoingLetter.objects.filter(event="products.holder.changed")
    assert sorted(each.to for each in letters) == ["gina@glacier.example", "holder@example.com"]
    for each in letters:
        assert each.subject == "The holder of one.example has changed"
        words = " ".join(each.text.split())
        assert "from Holder ALPINEMARK to Glacier Ltd, at the request of Lara Legal" in words


def test_what_no_registry_keeps_changes_at_once_and_free(
    cast: Cast, as_: As, card: Contact
) -> None:
    shared = make_contact(cast.alpine)
    products = [put_product(cast.alpine, name, type="web_hosting", holder=shared) for name in "abc"]
    assert "free" in look(as_("legal"), card, products).content.decode()
    assert confirm(as_("legal"), card, products).status_code == 302
    assert set(holders().values()) == {"Glacier Ltd"}
    assert Ownership.objects.filter(fact="holder", name="Glacier Ltd").count() == 3
    assert not Charge.objects.exists()
    letters = OutgoingLetter.objects.filter(event="products.holder.changed")
    assert letters.count() == 2
    assert all(each.subject == "The holder of 3 products has changed" for each in letters)


@pytest.mark.flow("G4.6")
def test_nothing_changes_while_one_of_them_cannot(cast: Cast, as_: As, card: Contact) -> None:
    good = make_domain(cast.alpine, "one.example")
    bad = [
        make_domain(cast.alpine, "two.unpriced"),
        make_domain(cast.alpine, "late.example", status="redemption"),
        put_product(cast.alpine, "hers", type="web_hosting", holder=card),
    ]
    client = as_("legal")
    page = look(client, card, [good, *bad]).content.decode()
    assert "under .unpriced is not known here" in page
    assert "no registry takes another holder: In redemption" in page
    assert "Glacier Ltd is the holder already." in page
    assert "Go on with the 1 other" in page
    assert 'name="seen"' not in page
    words = hidden(look(client, card, [good]))
    ticked = {"selected": [each.pk for each in [good, *bad]], "contact": card.pk}
    assert client.post(f"{PRODUCTS}holder/", {**words, **ticked}).status_code in {409, 422}
    assert not RegistrarOrder.objects.exists()
    assert not Charge.objects.exists()


@pytest.mark.flow("G4.6")
def test_a_double_click_orders_and_charges_once(cast: Cast, as_: As, card: Contact) -> None:
    product = make_domain(cast.alpine, "one.example")
    client = as_("legal")
    words = hidden(look(client, card, [product]))
    for _time in (1, 2):
        answer = client.post(
            f"{PRODUCTS}holder/", {**words, "selected": product.pk, "contact": card.pk}
        )
        assert answer.status_code == 302
    assert RegistrarOrder.objects.count() == Charge.objects.count() == 1
    assert AuditEntry.objects.filter(event="products.holder.ordered").count() == 1
    carry_out()
    back = make_contact(cast.alpine, "Second")
    confirm(client, back, [product])
    carry_out()
    again = {**words, "selected": product.pk, "contact": card.pk}
    assert client.post(f"{PRODUCTS}holder/", again).status_code == 409
    assert holders() == {"one.example": str(back)}


def test_another_fee_than_the_one_shown_is_not_taken(cast: Cast, as_: As, card: Contact) -> None:
    product = make_domain(cast.alpine, "one.example")
    client = as_("legal")
    words = hidden(look(client, card, [product]))
    type(cast.alpine).objects.filter(pk=cast.alpine.pk).update(country="DE")
    ticked = {"selected": product.pk, "contact": card.pk}
    response = client.post(f"{PRODUCTS}holder/", {**words, **ticked})
    assert response.status_code == 409
    assert "has changed meanwhile" in response.content.decode()
    assert "EUR 38.00" in response.content.decode()
    assert not Charge.objects.exists()


def test_a_refusal_leaves_the_holder_and_gives_the_fee_back(
    cast: Cast, as_: As, card: Contact
) -> None:
    product = make_domain(cast.alpine, "one.example")
    RegistryName.objects.all().delete()
    client = as_("administrator")
    confirm(client, card, [product])
    carry_out()
    assert holders() == {"one.example": str(product.holder)}
    assert Charge.objects.get().returned_at is not None
    assert not Ownership.objects.exists()
    page = client.get(f"{PRODUCTS}{product.pk}/").content.decode()
    assert "The registry refused Glacier Ltd as the holder." in page
    assert "The registry does not know this domain." in page
    letter = OutgoingLetter.objects.get(event="products.holder.refused")
    assert letter.to == cast["administrator"].email
    assert "The fee is given back." in letter.text
    entry = AuditEntry.objects.get(event="products.holder.refused")
    assert entry.after["returned"] == "CHF 40.00"
    assert confirm(client, card, [product]).status_code == 302
    assert open_orders() == 1


def test_after_a_refusal_the_same_form_orders_nothing_and_says_so(
    cast: Cast, as_: As, card: Contact
) -> None:
    product = make_domain(cast.alpine, "one.example")
    RegistryName.objects.all().delete()
    client = as_("administrator")
    sent = {**hidden(look(client, card, [product])), "selected": [product.pk], "contact": card.pk}
    assert client.post(f"{PRODUCTS}holder/", sent).status_code == 302
    carry_out()
    answer = client.post(f"{PRODUCTS}holder/", sent)
    assert answer.status_code == 409
    assert "sent already" in answer.content.decode()
    assert open_orders() == 0
    assert AuditEntry.objects.filter(event="products.holder.ordered").count() == 1


def test_a_card_that_was_refused_is_sent_again(cast: Cast, as_: As, card: Contact) -> None:
    product = make_domain(cast.alpine, "one.example", holder=card)
    known = RegistryName.objects.get()
    RegistryName.objects.all().delete()
    client = as_("legal")
    values = {**CARD, "city": "Bern", "postal_code": "3000", "version": "0"}
    assert client.post(f"{CONTACTS}{card.pk}/edit/", values).status_code == 302
    carry_out()
    page = client.get(f"{PRODUCTS}{product.pk}/").content.decode()
    assert "The registry did not take what stands on the holder" in page
    known.save(force_insert=True)
    for _time in (1, 2):
        sent = client.post(f"{PRODUCTS}{product.pk}/holder/send/", {"key": "k"})
        assert sent.status_code == 302
    assert open_orders() == 1
    carry_out()
    assert RegistryName.objects.get().holder["city"] == "Bern"
    page = client.get(f"{PRODUCTS}{product.pk}/").content.decode()
    assert "The registry did not take" not in page


@pytest.mark.flow("G4.6")
def test_a_new_card_leads_on_to_the_fees(cast: Cast, as_: As) -> None:
    products = [make_domain(cast.alpine, name) for name in ("one.example", "two.example")]
    client = as_("legal")
    ticked = {"selected": [each.pk for each in products]}
    page = client.get(f"{PRODUCTS}holder/", {**ticked, "contact": "new"}).content.decode()
    assert "A new contact card" in page
    wrong = client.post(f"{PRODUCTS}holder/", {**ticked, **CARD, "contact": "new", "phone": "1"})
    assert wrong.status_code == 422
    assert 'value="Glacier Ltd"' in wrong.content.decode()
    right = client.post(f"{PRODUCTS}holder/", {**ticked, **CARD, "contact": "new"})
    assert right.status_code == 302
    assert "CHF 80.00" in client.get(right["Location"]).content.decode()


def test_a_card_on_its_way_in_is_neither_changed_nor_deleted(
    cast: Cast, as_: As, card: Contact
) -> None:
    product = make_domain(cast.alpine, "one.example")
    client = as_("legal")
    confirm(client, card, [product])
    values = {**CARD, "city": "Bern", "postal_code": "3000", "version": "0"}
    assert client.post(f"{CONTACTS}{card.pk}/edit/", values).status_code == 422
    assert client.post(f"{CONTACTS}{card.pk}/delete/").status_code == 422
    other = make_contact(cast.alpine, "Third")
    assert "Another change of holder is under way" in (
        look(client, other, [product]).content.decode()
    )


def test_it_takes_a_fresh_proof(cast: Cast, as_: As, card: Contact) -> None:
    product = make_domain(cast.alpine, "one.example")
    answer = confirm(as_("legal", fresh=False), card, [product])
    assert answer.status_code == 302
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert f"contact%3D{card.pk}" in answer["Location"]
    assert not RegistrarOrder.objects.exists()


@pytest.mark.flow("G4.2")
@pytest.mark.parametrize("part", ["collaborator", "accounting", "partner_full", "partner_limited"])
def test_nobody_else_changes_a_holder(cast: Cast, as_: As, card: Contact, part: str) -> None:
    product = make_domain(cast.alpine, "one.example")
    words = hidden(look(as_("legal"), card, [product]))
    ticked = {"selected": product.pk, "contact": card.pk}
    client = as_(part)
    assert client.post(f"{PRODUCTS}holder/", {**words, **ticked}).status_code == 403
    assert client.get(f"{PRODUCTS}{product.pk}/holder/").status_code == 403
    assert client.post(f"{PRODUCTS}{product.pk}/holder/send/", {"key": "k"}).status_code == 403
    assert not RegistrarOrder.objects.exists()


def test_what_belongs_to_a_neighbor_is_not_there(cast: Cast, as_: As, card: Contact) -> None:
    own, foreign = make_domain(cast.alpine, "one.example"), make_domain(cast.rival, "two.example")
    words = hidden(look(as_("legal"), card, [own]))
    client = as_("legal")
    pairs = (
        {"selected": [own.pk, foreign.pk], "contact": card.pk},
        {"selected": [own.pk], "contact": make_contact(cast.rival).pk},
        {"selected": [own.pk], "contact": "1 OR 1=1"},
    )
    for pair in pairs:
        assert client.get(f"{PRODUCTS}holder/", pair).status_code == 404
        assert client.post(f"{PRODUCTS}holder/", {**words, **pair}).status_code == 404
    assert client.get(f"{PRODUCTS}{foreign.pk}/holder/").status_code == 404
    assert client.post(f"{PRODUCTS}{foreign.pk}/holder/send/", {"key": "k"}).status_code == 404
    assert not RegistrarOrder.objects.exists()
