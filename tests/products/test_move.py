"""Products that go to another Organization: the offer, the answer, and what goes along (GX.1)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from console.shell.letters import objection
from console.shell.models import AuditEntry, OutgoingLetter
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
from tests.products.moving import PRODUCTS, answer, make_harbor, offer, offered, token_in

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
        **here, key="k", verb="renew", charge=paid, asked_by=member, state="done"
    )
    IncomingTransfer.objects.create(**here, state="done", charge=paid, asked_by=member)
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
    for model in ENDING:
        assert not model._base_manager.filter(product=product).exists()
    facts = Ownership.objects.filter(product=product, name=cast.rival.name)
    assert set(facts.values_list("fact", "changed_by")) == {
        ("manager", "Stella Stranger RIVALMARK"),
        ("payer", "Stella Stranger RIVALMARK"),
    }
    assert "one.example" in stranger.get("/o/rival/products/").content.decode()
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


@pytest.mark.flow("GX.1", "E16")
def test_a_letter_carries_the_link_to_the_chosen_address(cast: Cast, as_: As) -> None:
    product = make_domain(cast.alpine, "one.example")
    address = "somebody@nowhere.example"
    assert offer(as_("legal"), [product], "email", email=address).status_code == 302
    letter = OutgoingLetter.objects.get(event="products.move.offered")
    assert (letter.to, letter.subject) == (address, "Alpine ALPINEMARK offers you products")
    token = token_in(letter.text)
    assert token_in(letter.html) == token
    assert answer(as_("stranger"), token).status_code == 302
    product.refresh_from_db()
    assert product.organization == cast.rival


@pytest.mark.flow("E16")
@pytest.mark.parametrize("ending", ["withdrawn", "expired", "demoted", "suspended"])
def test_the_letter_is_not_sent_once_the_offer_is_dead(cast: Cast, as_: As, ending: str) -> None:
    product = make_domain(cast.alpine, "one.example")
    offer(as_("legal"), [product], "email", email="somebody@nowhere.example")
    letter = OutgoingLetter.objects.get(event="products.move.offered")
    assert objection(letter.guard, letter.guard_arguments) == ""
    end(cast, as_, ending)
    assert objection(letter.guard, letter.guard_arguments) != ""


def end(cast: Cast, as_: As, how: str) -> None:
    member = cast.membership("legal")
    if how == "withdrawn":
        move = Move.objects.get()
        assert as_("administrator").post(f"{PRODUCTS}moves/{move.pk}/withdraw/").status_code == 302
    elif how == "expired":
        Move.objects.update(expires_at=timezone.now() - timedelta(seconds=1))
    elif how == "demoted":
        type(member).objects.filter(pk=member.pk).update(role="collaborator")
    elif how == "suspended":
        type(member).objects.filter(pk=member.pk).update(suspended_at=timezone.now())


@pytest.mark.flow("GX.1")
@pytest.mark.parametrize("ending", ["withdrawn", "expired", "demoted", "suspended"])
def test_a_dead_offer_moves_nothing_and_frees_the_product(cast: Cast, as_: As, ending: str) -> None:
    product = make_domain(cast.alpine, "one.example")
    token = offered(as_("legal"), product)
    stranger = as_("stranger")
    stranger.get(f"/moves/{token}/")
    shown = stranger.get("/moves/")
    assert shown.status_code == 200
    end(cast, as_, ending)
    words = {"move": Move.objects.get().pk, "answer": "accept", "organization": "rival"}
    assert stranger.post("/moves/", words).status_code == 410
    assert stranger.get("/moves/").status_code == 410
    product.refresh_from_db()
    assert product.organization == cast.alpine
    page = as_("administrator").get(f"{PRODUCTS}{product.pk}/").content.decode()
    assert "This product is on offer" not in page
    assert offer(as_("administrator"), [product]).status_code == 200
    assert Move.objects.filter(withdrawn_at=None).count() == 1


@pytest.mark.flow("GX.1")
def test_it_goes_to_another_organization_of_mine(cast: Cast, as_: As) -> None:
    harbor = make_harbor(cast["legal"], cast["stranger"])
    product = make_domain(cast.alpine, "one.example")
    client = as_("legal")
    assert offer(client, [product], "organization", receiver="rival").status_code == 422
    sent = offer(client, [product], "organization", receiver="harbor")
    assert (sent.status_code, sent["Location"]) == (302, f"{PRODUCTS}moves/")
    move = Move.objects.get()
    letter = OutgoingLetter.objects.get(event="products.move.received")
    assert letter.to == cast["stranger"].email
    for page in ("/o/harbor/", "/o/harbor/products/moves/"):
        assert "offer" in as_("stranger").get(page).content.decode().lower()
    assert "waits for an answer" in as_("stranger").get("/o/harbor/").content.decode()
    at = f"/o/harbor/products/moves/{move.pk}/"
    assert "one.example" in client.get(at).content.decode()
    assert client.post(at, {"answer": "accept"}).status_code == 302
    product.refresh_from_db()
    assert product.organization == harbor
    assert client.post(at, {"answer": "accept"}).status_code == 302
    assert AuditEntry.objects.filter(event="products.product.moved_in").count() == 1
    assert "waits for an answer" not in client.get("/o/harbor/").content.decode()


@pytest.mark.flow("GX.1")
def test_it_is_refused_and_stays(cast: Cast, as_: As) -> None:
    product = make_domain(cast.alpine, "one.example")
    token = offered(as_("legal"), product)
    done = answer(as_("stranger"), token, "refuse")
    assert "Nothing was moved" in done.content.decode()
    product.refresh_from_db()
    assert product.organization == cast.alpine
    assert "Refused" in as_("legal").get(f"{PRODUCTS}moves/").content.decode()
    letters = OutgoingLetter.objects.filter(event="products.move.refused")
    assert {each.to for each in letters} == {
        cast[part].email for part in ("legal", "legal2", "administrator")
    }
    assert answer(as_("stranger"), token).status_code == 410


@pytest.mark.flow("GX.1")
def test_both_sides_are_told_and_have_it_in_their_logs(cast: Cast, as_: As) -> None:
    product = make_domain(cast.alpine, "one.example")
    answer(as_("stranger"), offered(as_("legal"), product))
    letters = OutgoingLetter.objects.filter(event="products.move.accepted")
    assert {each.to for each in letters} == {
        cast[part].email for part in ("legal", "legal2", "administrator", "stranger")
    }
    assert {each.subject for each in letters} == {"one.example has moved to Rival RIVALMARK"}
    for organization, event, values in (
        (cast.alpine, "products.product.moved_out", {"to": "Rival RIVALMARK"}),
        (cast.rival, "products.product.moved_in", {"from": "Alpine ALPINEMARK"}),
    ):
        entry = AuditEntry.objects.get(organization_id=organization.pk, event=event)
        assert entry.after == values
    for slug, part in (("alpine", "legal"), ("rival", "stranger")):
        page = as_(part).get(f"/o/{slug}/activity/").content.decode()
        assert "Offer of products accepted" in page


@pytest.mark.flow("GX.1")
def test_only_who_leads_an_organization_can_take_it(cast: Cast, as_: As) -> None:
    product = make_domain(cast.alpine, "one.example")
    token = offered(as_("legal"), product)
    for part in ("collaborator", "external", "suspended", "legal2", "administrator"):
        for place in ("alpine", "rival"):
            assert answer(as_(part), token, place=place).status_code == 422
    client = as_("administrator")
    client.get(f"/moves/{token}/")
    assert "Only a legal representative" in client.get("/moves/").content.decode()
    assert answer(as_("partner_full"), token, place="alpine").status_code == 422
    anonymous = Client().get(f"/moves/{token}/")
    assert anonymous.status_code == 302
    assert anonymous["Location"].startswith("/accounts/login/")
    product.refresh_from_db()
    assert product.organization == cast.alpine


def test_wrong_links_and_foreign_numbers_lead_nowhere(cast: Cast, as_: As) -> None:
    own, foreign = make_domain(cast.alpine, "one.example"), make_domain(cast.rival, "two.example")
    token = offered(as_("legal"), own)
    move = Move.objects.get()
    stranger = as_("stranger")
    assert (
        stranger.get(f"/moves/{token[:-1]}0{'' if token[-1] != '0' else '1'}/").status_code == 404
    )
    assert stranger.get("/moves/").status_code == 404
    for verb in ("", "withdraw/"):
        at = f"/o/rival/products/moves/{move.pk}/{verb}"
        assert stranger.get(at).status_code == 404
        assert stranger.post(at, {"answer": "accept"}).status_code == 404
    assert "one.example" not in stranger.get("/o/rival/products/moves/").content.decode()
    client = as_("legal")
    assert offer(client, [own, foreign]).status_code == 404
    assert client.get(f"{PRODUCTS}{foreign.pk}/move/").status_code == 404
    own.refresh_from_db()
    assert own.organization == cast.alpine


@pytest.mark.parametrize("part", ["collaborator", "accounting", "external", "partner_full"])
def test_nobody_else_offers_or_sees_offers(cast: Cast, as_: As, part: str) -> None:
    product = make_domain(cast.alpine, "one.example")
    client = as_(part)
    assert offer(client, [product]).status_code == 403
    assert client.get(f"{PRODUCTS}moves/").status_code == 403
    assert client.get(f"{PRODUCTS}{product.pk}/move/").status_code == 403


@pytest.mark.flow("GX.1")
def test_what_changed_since_the_offer_stands_against_it(cast: Cast, as_: As) -> None:
    first, second = (make_domain(cast.alpine, f"{name}.example") for name in ("one", "two"))
    token = offered(as_("legal"), first, second)
    RegistrarOrder.objects.create(organization=cast.alpine, product=second, key="o", verb="renew")
    response = answer(as_("stranger"), token)
    assert response.status_code == 422
    assert "two.example: An order about it" in response.content.decode()
    RegistrarOrder.objects.all().delete()
    second.delete()
    response = answer(as_("stranger"), token)
    assert response.status_code == 422
    assert "two.example is not there any more" in response.content.decode()
    first.refresh_from_db()
    assert first.organization == cast.alpine
