"""Changes of holder at their edges: who hears of a refusal, what is sent again, what is a note."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from pytest_django import Settings

from console.shell.models import AuditEntry, OutgoingLetter
from orgs.models import Membership
from products.catalog.prices import DEMO
from products.catalog.tables import DATA
from products.models import Charge, Contact, RegistrarOrder, RegistryName
from tests.conftest import Cast
from tests.products.conftest import put_product
from tests.products.holding import PRODUCTS, carry_out, confirm, make_card, make_domain

As = Callable[..., Client]


@pytest.fixture(autouse=True)
def _prices(settings: Settings) -> None:
    settings.PRICES = str(DATA / DEMO)


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
