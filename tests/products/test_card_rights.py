"""A right that ends while a form about cards or holders is open: the reason, and no change."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import pytest
from django.test import Client

from console.shell.models import AuditEntry
from orgs.models import Membership
from products.models import Contact, Product, RegistrarOrder
from tests.conftest import Cast
from tests.products.holding import CARD, CONTACTS, PRODUCTS, hidden, look, make_card, make_domain
from tests.products.importing import IMPORT, words

pytestmark = pytest.mark.django_db
As = Callable[..., Client]


def forms(client: Client, card: Contact, product: Product) -> list[tuple[str, dict[str, Any]]]:
    """Every form that is open, with what it would send."""
    listed = {"text": "new.example", "type": "domain", "holder": card.pk}
    shown = client.post(IMPORT, {**listed, "to": "check"}).content.decode()
    seen = dict(re.findall(r'name="(seen)" value="(\w+)"', shown))
    chosen = {**hidden(look(client, card, [product])), "selected": product.pk, "contact": card.pk}
    return [
        (f"{CONTACTS}new/", {**CARD, "company": "Other Ltd"}),
        (f"{CONTACTS}{card.pk}/edit/", {**CARD, "city": "Bern", "version": "0"}),
        (f"{CONTACTS}{card.pk}/delete/", {}),
        (f"{PRODUCTS}holder/", chosen),
        (f"{PRODUCTS}holder/", {**CARD, "selected": product.pk, "contact": "new"}),
        (f"{PRODUCTS}{product.pk}/holder/send/", {"key": "k"}),
        (IMPORT, {**listed, **seen, "to": "import"}),
    ]


@pytest.mark.flow("G4.2")
@pytest.mark.parametrize(
    ("then", "said"),
    [
        ({"role": "collaborator"}, "needs the role “administrator”; yours is “collaborator”"),
        ({"role": "external"}, "needs the role “administrator”; yours is “external”"),
        ({"suspended_at": "2026-01-01T00:00Z"}, "suspended"),
    ],
)
def test_it_is_refused_with_the_reason(
    cast: Cast, as_: As, then: dict[str, Any], said: str
) -> None:
    card, product = make_card(cast.alpine), make_domain(cast.alpine, "one.example")
    client = as_("administrator")
    opened = forms(client, card, product)
    Membership.objects.filter(pk=cast.membership("administrator").pk).update(**then)
    before = AuditEntry.objects.count()
    for address, sent in opened:
        answer = client.post(address, sent)
        assert answer.status_code == 403, address
        assert said in words(answer).lower(), words(answer)
    assert Contact.objects.filter(company="Glacier Ltd").get().city == "Z\u00fcrich"
    assert not Contact.objects.filter(company="Other Ltd").exists()
    assert not RegistrarOrder.objects.exists()
    assert Product.objects.get().holder != card
    assert AuditEntry.objects.filter(event__startswith="products.").count() <= before


@pytest.mark.parametrize("which", ["edit", "delete", "actions"])
@pytest.mark.parametrize("number", ["9" * 18, "9" * 30])
def test_a_number_that_no_card_has_is_not_there(
    as_: As, cast: Cast, which: str, number: str
) -> None:
    assert as_("legal").get(f"{CONTACTS}{number}/{which}/").status_code == 404
