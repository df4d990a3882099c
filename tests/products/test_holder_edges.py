"""Changes of holder at their edges: who hears of a refusal, what is sent again, what is a note."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from console.shell.models import AuditEntry, OutgoingLetter
from orgs.models import Membership
from products.models import Charge, Contact, Product, RegistrarOrder, RegistryName
from products.moving.carrying import carry_over
from tests.conftest import Cast
from tests.products.conftest import put_product
from tests.products.holding import (
    CONTACTS,
    PRODUCTS,
    carry_out,
    confirm,
    make_card,
    make_domain,
)

pytestmark = pytest.mark.usefixtures("priced")
As = Callable[..., Client]


@pytest.fixture
def card(cast: Cast) -> Contact:
    return make_card(cast.alpine)


def refused(cast: Cast, as_: As, card: Contact, part: str, **then: object) -> list[str]:
    """Who is written to about a fee that is given back, when this became of who ordered."""
    product = make_domain(cast.alpine, "one.example")
    RegistryName.objects.all().delete()
    confirm(as_(part), card, [product])
    member = cast.membership(part)
    if then:
        Membership.objects.filter(pk=member.pk).update(**then)
    else:
        member.delete()
    carry_out()
    assert Charge.objects.get().returned_at is not None
    letters = OutgoingLetter.objects.filter(event="products.holder.refused")
    assert all("The fee is given back." in each.text for each in letters)
    assert all("because you ordered it" not in each.text for each in letters)
    return sorted(each.to for each in letters)


@pytest.mark.flow("G4.6")
@pytest.mark.parametrize("then", [{}, {"suspended_at": "2026-01-01T00:00Z"}, {"role": "external"}])
def test_a_refund_is_told_to_somebody_who_can_act(
    cast: Cast, as_: As, card: Contact, then: dict[str, object]
) -> None:
    """Whoever ordered is gone, kept out, or sees the domain no more: nobody would hear that it
    was refused, or a stranger would."""
    told = refused(cast, as_, card, "administrator", **then)
    assert cast["administrator"].email not in told
    assert cast["legal"].email in told
    assert cast["collaborator"].email not in told


def test_a_form_that_is_sent_late_again_leaves_no_second_trace(
    cast: Cast, as_: As, card: Contact
) -> None:
    """Between two clicks the registry has answered: nothing is sent, so nothing is noted."""
    product = make_domain(cast.alpine, "one.example", holder=card)
    client = as_("legal")
    for _time in (1, 2):
        sent = client.post(f"{PRODUCTS}{product.pk}/holder/send/", {"key": "k"})
        assert sent.status_code == 302
        carry_out()
    assert RegistrarOrder.objects.count() == 1
    assert AuditEntry.objects.filter(event="products.holder.sent").count() == 1


@pytest.mark.parametrize(
    "status", ["elsewhere", "transferring", "transfer_failed", "released", "pending_delete"]
)
def test_no_registry_is_told_of_a_name_that_is_not_kept_here(
    cast: Cast, as_: As, card: Contact, status: str
) -> None:
    """A note of another provider's domain sends nobody's address to a registry."""
    product = put_product(cast.alpine, "one.example", holder=card, status=status)
    sent = as_("legal").post(f"{PRODUCTS}{product.pk}/holder/send/", {"key": "k"})
    assert sent.status_code == 422
    assert "a registry is not told of a holder" in sent.content.decode()
    assert not RegistrarOrder.objects.exists()


def test_two_addresses_that_differ_in_capitals_get_one_letter(
    cast: Cast, as_: As, card: Contact
) -> None:
    former = make_card(cast.alpine, company="Former Ltd", email="GINA@glacier.example")
    site = put_product(cast.alpine, "site", type="web_hosting", holder=former)
    assert confirm(as_("legal"), card, [site]).status_code == 302
    assert OutgoingLetter.objects.filter(event="products.holder.changed").count() == 1


def test_a_refused_holder_whose_card_is_gone_is_still_the_one_that_was_refused(
    cast: Cast, as_: As, card: Contact
) -> None:
    """Otherwise the page would say that the present holder's card was not taken, and offer to
    send that."""
    product = make_domain(cast.alpine, "one.example")
    RegistryName.objects.all().delete()
    client = as_("legal")
    confirm(client, card, [product])
    carry_out()
    assert client.post(f"{CONTACTS}{card.pk}/delete/").status_code == 302
    page = client.get(f"{PRODUCTS}{product.pk}/").content.decode()
    assert "The registry refused Glacier Ltd as the holder." in page
    assert "did not take what stands" not in page
    assert "holder/send/" not in page


def test_whom_the_former_organization_wanted_as_holder_is_not_told_to_the_next(
    cast: Cast, as_: As, card: Contact
) -> None:
    product = make_domain(cast.alpine, "one.example")
    RegistryName.objects.all().delete()
    confirm(as_("legal"), card, [product])
    carry_out()
    carry_over([Product.objects.get()], cast.alpine, cast.rival, by="Rita")
    page = as_("stranger").get(f"/o/rival/products/{product.pk}/").content.decode()
    assert "one.example" in page
    assert "Glacier" not in page
    assert "did not take what stands" not in page


def test_a_card_that_was_refused_before_a_move_can_be_sent_after_it(
    cast: Cast, as_: As, card: Contact
) -> None:
    product = make_domain(cast.alpine, "one.example", holder=card)
    RegistryName.objects.all().delete()
    as_("legal").post(f"{PRODUCTS}{product.pk}/holder/send/", {"key": "k"})
    carry_out()
    carry_over([Product.objects.get()], cast.alpine, cast.rival, by="Rita")
    page = as_("stranger").get(f"/o/rival/products/{product.pk}/").content.decode()
    assert "did not take what stands" in page
    assert "holder/send/" in page


@pytest.mark.parametrize("typed", ["\0", "gla\0cier", "\u202e", "%", "a" * 5000, "\ud83d\ude00"])
def test_whatever_is_typed_to_find_a_card_is_looked_for(
    cast: Cast, as_: As, card: Contact, typed: str
) -> None:
    product = make_domain(cast.alpine, "one.example")
    asked = {"selected": product.pk, "q": typed.encode("utf-16", "surrogatepass").decode("utf-16")}
    assert as_("legal").get(f"{PRODUCTS}holder/", asked).status_code == 200
    assert as_("legal").get(CONTACTS, {"q": asked["q"]}).status_code == 200
