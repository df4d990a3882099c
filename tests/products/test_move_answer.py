"""The answer to an offer of products, its link and its letters (GX.1, E16)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from console.shell.letters import objection
from console.shell.models import AuditEntry, OutgoingLetter
from products.models import (
    Move,
    RegistrarOrder,
)
from tests.conftest import Cast
from tests.products.holding import make_domain
from tests.products.moving import PRODUCTS, answer, make_harbor, offer, offered, token_in

pytestmark = pytest.mark.django_db
As = Callable[..., Client]


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
    assert "two.example cannot move: An order about it" in response.content.decode()
    RegistrarOrder.objects.all().delete()
    second.delete()
    response = answer(as_("stranger"), token)
    assert response.status_code == 422
    assert "two.example is not there any more" in response.content.decode()
    first.refresh_from_db()
    assert first.organization == cast.alpine


def test_a_block_after_the_offer_stands_against_it(cast: Cast, as_: As) -> None:
    """A block is said where products are offered; what is blocked later was offered open."""
    first, second = make_domain(cast.alpine, "one.example"), make_domain(cast.alpine, "two.example")
    as_("legal").post(f"{PRODUCTS}{second.pk}/block/")
    tokens = [offered(as_("legal"), each) for each in (first, second)]
    as_("legal").post(f"{PRODUCTS}{first.pk}/block/")
    stranger = as_("stranger")
    refused = answer(stranger, tokens[0])
    assert refused.status_code == 422
    assert "blocked after it was offered" in refused.content.decode()
    assert answer(stranger, tokens[1]).status_code == 302
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.organization, second.organization) == (cast.alpine, cast.rival)
