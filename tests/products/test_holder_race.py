"""Two at once change one holder, or use a card while it goes. The negative control: without the
locks both would."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from orgs.reach import as_actor
from products.actions import holders as holder_actions
from products.actions.contacts import delete_contact
from products.actions.holders import change_holder
from products.holder_change import lines_of, mark_of_change
from products.models import Charge, Contact, Product, ProductQuerySet, RegistrarOrder
from tests.conftest import Cast
from tests.orgs.locks import take_out_locks
from tests.orgs.test_member_change_role_race import at_once
from tests.orgs.test_team_race import caught, meeting_after
from tests.products.holding import make_card, make_domain

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("priced")]
Job = Callable[[], object]


def changing(cast: Cast, by: str, product: Product, card: Contact, key: str) -> Job:
    actor = as_actor(cast.membership(by))
    seen = mark_of_change(lines_of([product], card, "CHF"), card)
    return lambda: change_holder(
        actor=actor,
        product_ids=[product.pk],
        contact_id=card.pk,
        key=key,
        seen=seen,
        is_proven=True,
    )


def deleting(cast: Cast, by: str, card: Contact) -> Job:
    actor = as_actor(cast.membership(by))
    return lambda: delete_contact(actor=actor, contact_id=card.pk)


@pytest.mark.flow("G4.6")
def test_two_different_holders_at_once_are_one(cast: Cast) -> None:
    product = make_domain(cast.alpine, "one.example")
    cards = [make_card(cast.alpine), make_card(cast.alpine, company="Other Ltd")]
    jobs = [
        changing(cast, by, product, card, by)
        for by, card in zip(("legal", "legal2"), cards, strict=True)
    ]
    assert at_once(*jobs) == ["Overtaken", "done"]
    assert RegistrarOrder.objects.count() == Charge.objects.count() == 1


def test_the_same_form_sent_twice_at_once_orders_once(cast: Cast) -> None:
    product, card = make_domain(cast.alpine, "one.example"), make_card(cast.alpine)
    jobs = [changing(cast, "legal", product, card, "k") for _time in (1, 2)]
    assert at_once(*jobs) == ["done", "done"]
    assert RegistrarOrder.objects.count() == Charge.objects.count() == 1


def test_without_the_lock_both_would_be_ordered(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    product = make_domain(cast.alpine, "one.example")
    cards = [make_card(cast.alpine), make_card(cast.alpine, company="Other Ltd")]
    jobs = [
        caught(changing(cast, by, product, card, by))
        for by, card in zip(("legal", "legal2"), cards, strict=True)
    ]
    take_out_locks(monkeypatch)
    monkeypatch.setattr(ProductQuerySet, "select_for_update", lambda self, **_: self)
    meeting_after(monkeypatch, holder_actions, "lines_of")
    at_once(*jobs)
    assert RegistrarOrder.objects.count() == 2


def test_a_card_is_not_deleted_while_it_becomes_the_holder(cast: Cast) -> None:
    product, card = make_domain(cast.alpine, "one.example"), make_card(cast.alpine)
    jobs = [changing(cast, "legal", product, card, "k"), deleting(cast, "legal2", card)]
    assert at_once(*jobs) in (["Refused", "done"], ["Overtaken", "done"])
    ordered = RegistrarOrder.objects.count()
    assert ordered == Contact.objects.filter(pk=card.pk).count()
