"""One name, two Organizations: only what is managed here holds a name, an order that has not come
yet takes it from nobody, and the registry says whose it is (G4, G10)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from products.models import Charge, Product, RegistrarOrder
from products.registrar import registry_clock
from products.registrar.embedded import EmbeddedRegistry
from products.registrar.messages import take_messages
from products.registrar.orders import carry_out
from products.registrar.port import Message, Unavailable
from tests.conftest import Cast
from tests.products.conftest import make_contact, put_product
from tests.products.renewing import PRODUCTS, at_the_registry
from tests.products.transferring import CODE, START, fields_of, order_at, put_abroad, transfer_of

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("priced")]
As = Callable[..., Client]
NAME = "moving.example"
THEIRS = PRODUCTS.replace("alpine", "rival")


@pytest.fixture(autouse=True)
def known(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A card to choose on both sides, and the extension of the demonstration."""
    from products.catalog import extensions as table

    make_contact(cast.alpine)
    make_contact(cast.rival)
    both = table.read_extensions() | table.read_extensions(name=table.DEMO)
    monkeypatch.setattr(table, "_cached", lambda *, is_demo: both)


@pytest.fixture
def mine(as_: As) -> Client:
    return as_("legal")


@pytest.fixture
def theirs(as_: As) -> Client:
    return as_("stranger")


def product_of(slug: str) -> Product:
    return Product.objects.get(organization__slug=slug, name=NAME)


def in_a_week() -> datetime:
    later = timezone.now() + timedelta(days=6)
    registry_clock.advance(later)
    at_the_registry(later)
    return later


@pytest.mark.parametrize("status", ["elsewhere", "transferring", "transfer_failed", "released"])
def test_what_is_not_managed_holds_no_name(cast: Cast, status: str) -> None:
    put_product(cast.rival, NAME, status=status)
    put_product(cast.alpine, NAME)
    assert Product.objects.filter(name=NAME).count() == 2


@pytest.mark.parametrize("status", ["active", "expired", "redemption", "pending_delete"])
def test_what_is_managed_holds_it(cast: Cast, status: str) -> None:
    put_product(cast.rival, NAME, status=status)
    with pytest.raises(IntegrityError), transaction.atomic():
        put_product(cast.alpine, NAME)


@pytest.mark.flow("G10.4")
def test_a_wrong_code_of_a_neighbor_keeps_nobody_out(mine: Client, theirs: Client) -> None:
    put_abroad(NAME)
    order_at(theirs, "rival", f"{NAME};wrong")
    at_the_registry()
    assert product_of("rival").status == "transfer_failed"
    order_at(mine, "alpine", f"{NAME};{CODE}")
    at_the_registry()
    in_a_week()
    assert product_of("alpine").status == "active"
    assert product_of("rival").status == "transfer_failed"
    # Started again it is refused with a sentence, costs nothing, and given up is given back.
    lost = product_of("rival")
    theirs.post(f"{THEIRS}{lost.pk}/transfer/", {"number": 1, "authorization_code": CODE})
    at_the_registry()
    page = theirs.get(f"{THEIRS}{lost.pk}/").content.decode()
    assert "with us already" in page
    assert "ALPINEMARK" not in page
    theirs.post(f"{THEIRS}{lost.pk}/transfer/give-up/", {"number": 2})
    assert Charge.objects.get(organization__slug="rival").returned_at is not None
    assert Charge.objects.get(organization__slug="alpine").returned_at is None


def test_of_two_that_wait_the_one_in_the_registrys_hands_wins(mine: Client, theirs: Client) -> None:
    put_abroad(NAME)
    order_at(theirs, "rival", f"{NAME};{CODE}")
    at_the_registry()
    assert product_of("rival").status == "transferring"
    order_at(mine, "alpine", f"{NAME};{CODE}")
    at_the_registry()
    late = transfer_of(product_of("alpine"))
    assert (late.state, late.failure_code) == ("failed", 2300)
    in_a_week()
    assert product_of("rival").status == "active"
    assert product_of("alpine").status == "transfer_failed"


def test_no_answer_is_not_taken_for_what_a_neighbor_asked(mine: Client, theirs: Client) -> None:
    put_abroad(NAME)

    class Away(EmbeddedRegistry):
        def transfer_in(self, name: str, *, authorization_code: str, key: str):  # type: ignore[no-untyped-def]
            raise Unavailable(2400, "away")

    order_at(theirs, "rival", f"{NAME};wrong")
    carry_out(registrar=Away())
    order_at(mine, "alpine", f"{NAME};{CODE}")
    # The first stays the first; then the second is asked, and the name comes to it alone.
    later = timezone.now() + timedelta(hours=2)
    at_the_registry(later)
    at_the_registry(later + timedelta(hours=2))
    assert product_of("rival").status == "transfer_failed"
    assert transfer_of(product_of("alpine")).state == "pending"
    in_a_week()
    assert product_of("alpine").status == "active"
    assert product_of("rival").status == "transfer_failed"


def test_what_a_neighbor_manages_meanwhile_is_not_taken_over(
    cast: Cast, mine: Client, theirs: Client
) -> None:
    put_abroad(NAME)
    order_at(theirs, "rival", f"{NAME};{CODE}")
    at_the_registry()
    put_product(cast.alpine, NAME)
    in_a_week()
    lost = transfer_of(product_of("rival"))
    assert (lost.state, lost.failure_code) == ("failed", 2302)
    assert product_of("alpine").status == "active"


def test_the_name_goes_free_with_a_released_row(cast: Cast, mine: Client) -> None:
    put_product(cast.rival, NAME, status="released")
    put_abroad(NAME)
    order_at(mine, "alpine", f"{NAME};{CODE}")
    at_the_registry()
    assert transfer_of(product_of("alpine")).state == "pending"
    assert product_of("rival").status == "released"


@pytest.mark.parametrize("status", ["transferring", "transfer_failed"])
def test_the_lines_say_nothing_of_a_neighbors_order(cast: Cast, mine: Client, status: str) -> None:
    put_product(cast.rival, NAME, status=status)
    sent = fields_of(mine.get(START).content.decode()) | {"text": f"{NAME};x", "to": "check"}
    body = mine.post(START, sent).content.decode()
    assert "with us already" not in body
    assert "can be transferred" in body


def test_ones_own_order_is_here_already(cast: Cast, mine: Client) -> None:
    put_product(cast.alpine, NAME, status="transfer_failed")
    sent = fields_of(mine.get(START).content.decode()) | {"text": f"{NAME};x", "to": "check"}
    assert "is here already" in mine.post(START, sent).content.decode()


def test_a_late_result_is_of_the_order_it_names(mine: Client) -> None:
    put_abroad(NAME)
    order_at(mine, "alpine", f"{NAME};{CODE}")
    at_the_registry()
    order = RegistrarOrder.objects.get()
    was = order.due_at

    class Queue(EmbeddedRegistry):
        waiting: list[str] = ["another-key", order.key]

        def poll(self) -> Message | None:
            if not self.waiting:
                return None
            facts = {"done": "1", "key": self.waiting[0]}
            return Message("1", timezone.now(), "", NAME, "result", facts)

        def acknowledge(self, message: Message) -> None:
            self.waiting.pop(0)

    registry = Queue()
    take_messages(registrar=registry, most=1)
    order.refresh_from_db()
    assert order.due_at == was
    take_messages(registrar=registry, most=1)
    order.refresh_from_db()
    assert order.due_at < was
