"""Products that go to another Organization: the offer, the answer, and what goes along (GX.1)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.utils import timezone

from products.models import (
    Charge,
    Contact,
    Domain,
    Grant,
    IncomingTransfer,
    Move,
    MoveItem,
    Notice,
    Ownership,
    Product,
    ProductIdentifier,
    ProductTag,
    RegistrarOrder,
    Tag,
)
from products.moving.carrying import ENDING, FOLLOWING, STAYING
from tests.conftest import Cast, sign_in
from tests.products.conftest import put_product
from tests.products.holding import make_domain
from tests.products.moving import PRODUCTS, answer, offer, offered

pytestmark = pytest.mark.django_db
As = Callable[..., Client]


def furnish(cast: Cast, product: Product) -> None:
    """Everything that can hang on a product."""
    here = {"organization": cast.alpine, "product": product}
    tag = Tag.objects.create(organization=cast.alpine, name="live", sort_name="live")
    ProductTag.objects.create(**here, tag=tag, sort_name=product.sort_name)
    ProductIdentifier.objects.create(**here, kind="ftp", value="u1")
    Notice.objects.create(**here, kind="expiring", about=timezone.now().date(), step="30")
    Ownership.objects.create(**here, fact="holder", name="Before", changed_by="Lara")
    paid = Charge.objects.create(
        organization=cast.alpine, key="k", purpose="renew", product_name=product.name,
        amount=10, currency="CHF", source="https://a.example", created_by="Lara",
    )  # fmt: skip
    member = cast.membership("legal")
    RegistrarOrder.objects.create(
        **here,
        key="k",
        verb="renew",
        charge=paid,
        asked_by=member,
        asked_by_name="Lara",
        state="done",
    )
    IncomingTransfer.objects.create(
        **here, state="done", charge=paid, asked_by=member, asked_by_name="Lara"
    )
    Grant.objects.create(
        **here, membership=cast.membership("collaborator"), scope="product", given_by="Lara"
    )


@pytest.mark.flow("GX.1")
def test_a_link_moves_everything_that_belongs_to_the_product(cast: Cast, as_: As) -> None:
    product = make_domain(cast.alpine, "one.example")
    furnish(cast, product)
    token = offered(as_("legal"), product)
    stranger = as_("stranger")
    assert stranger.get(f"/moves/{token}/")["Location"] == "/moves/"
    page = stranger.get("/moves/").content.decode()
    assert "one.example" in page
    assert token not in page
    done = answer(stranger, token)
    assert (done.status_code, done["Location"]) == (302, "/o/rival/products/")

    product.refresh_from_db()
    assert (product.organization, product.payer, product.version) == (cast.rival, None, 1)
    assert product.holder.organization == cast.rival
    assert product.holder.full_name == "Holder ALPINEMARK"
    for model in FOLLOWING:
        rows = model._base_manager.filter(product=product)
        assert set(rows.values_list("organization", flat=True)) == {cast.rival.pk}, model
    for model in (IncomingTransfer, RegistrarOrder):
        row = model._base_manager.get(product=product)
        assert (row.charge, row.asked_by, row.asked_by_name) == (None, None, "")
    for model in ENDING:
        assert not model._base_manager.filter(product=product).exists()
    facts = Ownership.objects.filter(product=product, name=cast.rival.name)
    assert set(facts.values_list("fact", "changed_by")) == {
        ("manager", "Stella Stranger RIVALMARK"),
        ("payer", "Stella Stranger RIVALMARK"),
    }
    assert "one<span>.example" in stranger.get("/o/rival/products/").content.decode()
    assert as_("legal").get(f"{PRODUCTS}{product.pk}/").status_code == 404


@pytest.mark.flow("GX.1")
def test_nothing_that_moved_points_back(cast: Cast, as_: As) -> None:
    product = make_domain(cast.alpine, "one.example")
    furnish(cast, product)
    answer(as_("stranger"), offered(as_("legal"), product))
    for model in (RegistrarOrder, IncomingTransfer):
        row = model.objects.get(product=product)
        assert (row.charge, row.asked_by) == (None, None)
    assert Charge.objects.get().organization == cast.alpine
    # So that the former Organization can go while the product stays.
    MoveItem.objects.all().delete()
    cast.alpine.delete()
    assert Product.objects.get().organization == cast.rival


def test_every_table_with_a_product_says_what_becomes_of_it() -> None:
    pointing = {
        each.related_model
        for each in Product._meta.related_objects
        if any(field.name == "organization" for field in each.related_model._meta.fields)
    }
    assert pointing == {*FOLLOWING, *ENDING, *STAYING}
    assert Domain in pointing


@pytest.mark.flow("GX.1")
def test_many_go_together_with_one_card_for_each_holder(cast: Cast, as_: As) -> None:
    first = put_product(cast.alpine, "one", type="web_hosting")
    others = [
        put_product(cast.alpine, name, type="web_hosting", holder=first.holder)
        for name in ("two", "three")
    ]
    page = as_("legal").get(f"{PRODUCTS}move/", {"selected": [first.pk, others[0].pk]})
    assert "2 products, all or nothing" in page.content.decode()
    answer(as_("stranger"), offered(as_("legal"), first, *others))
    assert Product.objects.filter(organization=cast.rival).count() == 3
    assert Contact.objects.filter(organization=cast.rival).count() == 1
    assert Contact.objects.filter(organization=cast.alpine).count() == 1
    back = sign_in(Client(), cast["stranger"])
    again = put_product(cast.alpine, "four", type="web_hosting", holder=first.holder)
    answer(back, offered(as_("legal"), again))
    assert Contact.objects.filter(organization=cast.rival).count() == 1


@pytest.mark.flow("GX.1")
def test_the_page_names_what_does_not_follow(cast: Cast, as_: As) -> None:
    product = make_domain(cast.alpine, "one.example")
    furnish(cast, product)
    team = cast.alpine.teams.get()
    Grant.objects.create(organization=cast.alpine, team=team, scope="everything", given_by="Lara")
    Product.objects.update(blocked_at=timezone.now(), blocked_by="Lara")
    page = " ".join(as_("legal").get(f"{PRODUCTS}{product.pk}/move/").content.decode().split())
    for words in (
        "1 user loses access: Cora Collaborator ALPINEMARK",
        f"1 team loses access: {team.name}",
        "1 access to these very products ends.",
        "1 wider access stays, without these products.",
        "1 tag comes off: live",
        "The management of 1 product is blocked; the receiver gets it open.",
    ):
        assert words in page
    answer(as_("stranger"), offered(as_("legal"), product))
    assert Product.objects.get().blocked_at is None
    assert Grant.objects.filter(scope="everything").exists()


@pytest.mark.flow("GX.1")
def test_nothing_is_offered_while_one_of_them_cannot_move(cast: Cast, as_: As) -> None:
    good = make_domain(cast.alpine, "good.example")
    ordered = make_domain(cast.alpine, "ordered.example")
    RegistrarOrder.objects.create(organization=cast.alpine, product=ordered, key="o", verb="renew")
    owing = make_domain(cast.alpine, "owing.example")
    Charge.objects.create(
        organization=cast.alpine, key=f"warranty-{owing.pk}-1", purpose="renew",
        product_name=owing.name, amount=10, currency="CHF", source="https://a.example",
        created_by="Regie",
    )  # fmt: skip
    bad = [
        (ordered, "An order about it waits for its registry."),
        (owing, "The Renewal Warranty renewed it, and that is not paid yet."),
        (put_product(cast.alpine, "s", type="suite"), "never moves to another organization"),
        (put_product(cast.alpine, "e.example", status="elsewhere"), "It is kept elsewhere"),
        (put_product(cast.alpine, "t.example", status="transferring"), "is not done yet"),
        (put_product(cast.alpine, "d.example", status="pending_delete"), "In its present state"),
    ]
    client = as_("legal")
    for product, sentence in bad:
        asked = {"selected": [good.pk, product.pk]}
        page = client.get(f"{PRODUCTS}move/", asked).content.decode()
        assert sentence in page
        assert "Go on with the 1 other" in page
        assert 'name="terms"' not in page
        refused = offer(client, [good, product])
        assert refused.status_code == 422
        assert "Nothing was offered" in refused.content.decode()
    assert not Move.objects.exists()


def test_it_is_on_offer_once_and_its_page_says_so(cast: Cast, as_: As) -> None:
    product = make_domain(cast.alpine, "one.example")
    Grant.objects.create(
        organization=cast.alpine, product=product, scope="product", given_by="Lara",
        membership=cast.membership("collaborator"),
    )  # fmt: skip
    offered(as_("legal"), product)
    again = offer(as_("administrator"), [product])
    assert again.status_code == 422
    assert "It is on offer already, by Lara Legal" in again.content.decode()
    assert Move.objects.count() == 1
    page = as_("administrator").get(f"{PRODUCTS}{product.pk}/").content.decode()
    assert "This product is on offer" in page
    assert "Withdraw the offer" in page
    page = as_("collaborator").get(f"{PRODUCTS}{product.pk}/").content.decode()
    assert "Legal representatives and administrators can withdraw" in page
    assert "Withdraw the offer" not in page


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        ({"terms": ""}, "Accept the terms first."),
        ({"way": ""}, "Choose how the offer reaches"),
        ({"way": "pigeon"}, "Choose how the offer reaches"),
        ({"way": "organization"}, "Choose how the offer reaches"),
        ({"way": "email"}, "Enter the address"),
        ({"way": "email", "email": "a@b\r\nBcc: c@d.example"}, "Enter an e-mail address"),
    ],
)
def test_a_wrong_form_offers_nothing(
    cast: Cast, as_: As, words: dict[str, str], sentence: str
) -> None:
    product = make_domain(cast.alpine, "one.example")
    response = offer(as_("legal"), [product], **words)
    assert response.status_code == 422
    assert sentence in response.content.decode()
    assert not Move.objects.exists()


def test_it_takes_a_fresh_proof(cast: Cast, as_: As) -> None:
    product = make_domain(cast.alpine, "one.example")
    response = offer(as_("legal", fresh=False), [product])
    assert response["Location"].startswith("/accounts/reauthenticate/")
    assert not Move.objects.exists()
