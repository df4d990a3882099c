"""A list of any length is ordered in the same statements, with one entry of the log each; the
registry learns who was chosen as the holder; access that comes with an order is written down."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import asdict
from datetime import timedelta
from decimal import Decimal
from unittest import mock

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from console.shell.models import AuditEntry, OutgoingLetter
from orgs.models import Membership
from orgs.reach import as_actor
from products.actions.transfers import start_transfers
from products.contact_cards import card_of
from products.models import Charge, Contact, Grant, OrderSecret, Product, RegistrarOrder
from products.registrar import codes, registry_clock
from products.registrar.embedded import EmbeddedRegistry
from products.registrar.orders import carry_out
from products.registrar.port import Receipt, Refused, Uncertain
from products.transfer_lines import check, read_lines
from tests.conftest import Cast
from tests.products.conftest import make_contact, put_product
from tests.products.renewing import at_the_registry
from tests.products.transferring import CODE, order, put_abroad

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("priced")]
As = Callable[..., Client]


@pytest.fixture(autouse=True)
def card(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> Contact:
    """A card to choose, and the extension of the demonstration."""
    from products.catalog import extensions as table

    both = table.read_extensions() | table.read_extensions(name=table.DEMO)
    monkeypatch.setattr(table, "_cached", lambda *, is_demo: both)
    return make_contact(cast.alpine)


def statements(cast: Cast, card: Contact, part: str, word: str, count: int) -> int:
    """How many it takes to order so many, a fifth of them noted as kept elsewhere."""
    actor = as_actor(cast.membership(part))
    names = [f"{word}{number}.example" for number in range(count)]
    if part == "legal":
        for name in names[: count // 5]:
            put_product(cast.alpine, name, status="elsewhere")
    lines = read_lines("".join(f"{name};{CODE}\n" for name in names))
    mark = check(actor, cast.alpine, lines).mark
    with CaptureQueriesContext(connection) as asked:
        made = start_transfers(
            actor=actor, lines=lines, holder=card, key=f"{word}-{'k' * 16}", seen=mark
        )
    assert [each.name for each in made] == names
    return len(asked)


@pytest.mark.flow("G10.4")
@pytest.mark.parametrize("part", ["legal", "collaborator"])
def test_fifty_lines_take_the_statements_of_five(cast: Cast, card: Contact, part: str) -> None:
    collaborator = cast.membership("collaborator")
    Membership.objects.filter(pk=collaborator.pk).update(has_accounting=True)
    seen = put_product(cast.alpine, "seen.example", holder=card)
    Grant.objects.create(
        organization=cast.alpine, membership=collaborator, scope="product", product=seen,
        level="view", given_by="Lara",
    )  # fmt: skip
    few = statements(cast, card, part, "few", 5)
    many = statements(cast, card, part, "many", 50)
    assert few == many <= 30
    assert Charge.objects.count() == RegistrarOrder.objects.count() == 55
    assert OrderSecret.objects.count() == 55
    assert AuditEntry.objects.filter(event="products.transfer.started").count() == 55
    assert Charge.objects.filter(amount__gt=Decimal()).exclude(settled_at=None).count() == 55


@pytest.mark.flow("G4.4", "G10.4")
def test_the_registry_is_told_who_holds_what_came(as_: As, card: Contact) -> None:
    put_abroad("moving.example")
    order(as_("legal"), f"moving.example;{CODE}")
    at_the_registry()
    later = timezone.now() + timedelta(days=6)
    registry_clock.advance(later)
    at_the_registry(later)
    told = RegistrarOrder.objects.get(verb="contacts")
    assert (told.state, told.request["holder"]) == ("done", asdict(card_of(card)))
    assert told.charge is None
    state = EmbeddedRegistry().query("moving.example")
    assert state is not None
    assert state.holder == card_of(card)


def test_a_lost_answer_about_the_holder_is_looked_at_and_not_repeated(as_: As) -> None:
    put_abroad("moving.example")
    order(as_("legal"), f"moving.example;{CODE}")
    at_the_registry()
    later = timezone.now() + timedelta(days=6)
    registry_clock.advance(later)
    asked = mock.Mock()

    class Cut(EmbeddedRegistry):
        def update_contacts(self, name: str, **said: object) -> Receipt:
            asked(name)
            super().update_contacts(name, **said)  # type: ignore[arg-type]
            raise Uncertain("cut")

    registry = Cut(now=lambda: later)
    while carry_out(registrar=registry, now=later):
        pass
    carry_out(registrar=registry, now=later + timedelta(hours=2))
    assert RegistrarOrder.objects.get(verb="contacts").state == "done"
    asked.assert_called_once_with("moving.example")


def test_a_refusal_of_the_holder_is_told_and_the_transfer_stays_done(cast: Cast, as_: As) -> None:
    put_abroad("moving.example")
    order(as_("legal"), f"moving.example;{CODE}")
    at_the_registry()
    later = timezone.now() + timedelta(days=6)
    registry_clock.advance(later)

    class Strict(EmbeddedRegistry):
        def update_contacts(self, name: str, **said: object) -> Receipt:
            raise Refused(codes.POLICY, "no")

    while carry_out(registrar=Strict(now=lambda: later), now=later):
        pass
    assert Product.objects.get(name="moving.example").status == "active"
    assert AuditEntry.objects.filter(event="products.holder.refused").count() == 1
    to = OutgoingLetter.objects.filter(event="products.holder.refused").values_list("to", flat=True)
    assert cast["legal"].email in to
    assert Charge.objects.filter(returned_at=None).count() == 1


def test_access_that_comes_with_an_order_is_in_the_log(cast: Cast, as_: As, card: Contact) -> None:
    collaborator = cast.membership("collaborator")
    Membership.objects.filter(pk=collaborator.pk).update(has_accounting=True)
    seen = put_product(cast.alpine, "seen.example", holder=card)
    Grant.objects.create(
        organization=cast.alpine, membership=collaborator, scope="product", product=seen,
        level="view", given_by="Lara",
    )  # fmt: skip
    put_abroad("moving.example")
    order(as_("collaborator"), f"moving.example;{CODE}")
    grant = Grant.objects.get(product__name="moving.example")
    entry = AuditEntry.objects.get(event="products.grant.given")
    assert entry.subject_id == grant.pk
    assert entry.actor_id == cast["collaborator"].pk
    assert entry.after["product"]["name"] == "moving.example"
    assert grant.giver_id == collaborator.pk
