"""What an order of transfers must not do: pay with money given back, pass a line over, give away
what nobody gave, or say of a domain what its registry does not (G10.2, G10.4)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from orgs.models import Membership
from products.models import Charge, Domain, Grant, IncomingTransfer, Product, RegistrarOrder
from products.registrar import registry_clock
from products.registrar.embedded import EmbeddedRegistry
from products.registrar.orders import carry_out
from products.registrar.port import State
from products.transfer_lines import read_lines
from tests.conftest import Cast
from tests.products.conftest import make_contact, put_product
from tests.products.renewing import PRODUCTS, at_the_registry
from tests.products.transferring import CODE, START, fields_of, order, put_abroad

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("priced")]
As = Callable[..., Client]
IN_A_WEEK = timedelta(days=6)


@pytest.fixture(autouse=True)
def known(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> None:
    """A card to choose, and the extension of the demonstration."""
    from products.catalog import extensions as table

    make_contact(cast.alpine)
    both = table.read_extensions() | table.read_extensions(name=table.DEMO)
    monkeypatch.setattr(table, "_cached", lambda *, is_demo: both)


@pytest.fixture
def legal(as_: As) -> Client:
    return as_("legal")


@pytest.fixture
def accountant(cast: Cast, as_: As) -> Client:
    """A collaborator with the accounting right who was given one domain to see."""
    Membership.objects.filter(user=cast["collaborator"]).update(has_accounting=True)
    give(cast, put_product(cast.alpine, "seen.example"))
    return as_("collaborator")


def give(cast: Cast, product: Product) -> None:
    Grant.objects.create(
        organization=cast.alpine, membership=cast.membership("collaborator"), scope="product",
        product=product, level="view", given_by="Lara",
    )  # fmt: skip


def paid() -> int:
    return Charge.objects.filter(returned_at=None).count()


@pytest.mark.flow("G10.4")
def test_a_form_sent_again_after_giving_up_is_no_transfer_for_nothing(legal: Client) -> None:
    put_abroad("moving.example")
    sent = order(legal, "moving.example;wrong")
    at_the_registry()
    product = Product.objects.get(name="moving.example")
    legal.post(f"{PRODUCTS}{product.pk}/transfer/give-up/", {"number": 1})
    assert paid() == 0
    again = legal.post(START, sent)
    assert again.status_code == 409
    assert "This form was sent already" in again.content.decode()
    assert RegistrarOrder.objects.count() == 1
    shown = sent | fields_of(again.content.decode())
    assert shown["key"] != sent["key"]
    assert legal.post(START, shown).status_code == 302
    assert (RegistrarOrder.objects.count(), paid()) == (2, 1)


def test_another_list_in_a_form_that_was_sent_is_not_passed_over(legal: Client) -> None:
    put_abroad("one.example")
    put_abroad("two.example")
    sent = order(legal, f"one.example;{CODE}")
    other = {**sent, "text": f"two.example;{CODE}"}
    assert legal.post(START, other).status_code == 409
    assert not Product.objects.filter(name="two.example").exists()
    seen = legal.post(START, {**other, "to": "check"}).content.decode()
    assert legal.post(START, {**other, **fields_of(seen), "to": "order"}).status_code == 302
    assert Product.objects.filter(name="two.example").exists()
    assert paid() == 2


def test_a_list_of_nothing_right_in_a_form_that_was_sent_starts_nothing(legal: Client) -> None:
    put_abroad("one.example")
    sent = order(legal, f"one.example;{CODE}")
    assert legal.post(START, {**sent, "text": "two.nowhere;x"}).status_code == 409


def test_the_key_of_a_neighbor_says_nothing(legal: Client, cast: Cast, as_: As) -> None:
    make_contact(cast.rival)
    put_abroad("one.example")
    put_abroad("two.example")
    key = order(legal, f"one.example;{CODE}")["key"]
    at, stranger = START.replace("alpine", "rival"), as_("stranger")
    sent = fields_of(stranger.get(at).content.decode()) | {"text": f"two.example;{CODE}"}
    sent |= fields_of(stranger.post(at, {**sent, "to": "check"}).content.decode())
    assert stranger.post(at, {**sent, "key": key, "to": "order"}).status_code == 302
    assert Product.objects.get(name="two.example").organization == cast.rival


@pytest.mark.parametrize(
    "row", ["a.example;code", "a.example ; code", "a.example\tcode", "a.example , code",
            "a.example   code"],
)  # fmt: skip
def test_space_around_what_parts_them_is_not_of_the_code(row: str) -> None:
    (line,) = read_lines(row)
    assert (line.name, line.code) == ("a.example", "code")


@pytest.mark.parametrize("is_seen", [False, True], ids=["not seen", "blocked"])
def test_an_order_gives_nobody_what_was_noted_by_others(
    cast: Cast, accountant: Client, is_seen: bool
) -> None:
    noted = put_product(cast.alpine, "noted.example", status="elsewhere")
    if is_seen:
        give(cast, noted)
        Product.objects.filter(pk=noted.pk).update(blocked_at=timezone.now(), blocked_by="Lara")
    before = Grant.objects.count()
    sent = fields_of(accountant.get(START).content.decode()) | {"text": f"noted.example;{CODE}"}
    seen = accountant.post(START, {**sent, "to": "check"}).content.decode()
    assert "Only an administrator can transfer this domain" in seen
    asked = {**sent, "to": "order", "seen": "x"}
    assert accountant.post(START, asked).status_code in {409, 422}
    noted.refresh_from_db()
    assert noted.status == "elsewhere"
    assert Grant.objects.count() == before
    assert not Charge.objects.exists()


def test_what_one_sees_noted_one_may_order(cast: Cast, accountant: Client) -> None:
    noted = put_product(cast.alpine, "noted.example", status="elsewhere")
    give(cast, noted)
    order(accountant, f"noted.example;{CODE}")
    noted.refresh_from_db()
    assert noted.status == "transferring"


@pytest.mark.flow("G10.4")
def test_a_domain_that_came_is_open_until_somebody_locks_it(legal: Client) -> None:
    put_abroad("moving.example")
    order(legal, f"moving.example;{CODE}")
    at_the_registry()
    later = timezone.now() + IN_A_WEEK
    registry_clock.advance(later)
    at_the_registry(later)
    state = EmbeddedRegistry().query("moving.example")
    assert state is not None
    assert Product.objects.get(name="moving.example").status == "active"
    assert Domain.objects.get().is_locked == ("clientTransferProhibited" in state.statuses)


@pytest.mark.flow("G10.3")
def test_the_page_claims_no_life_and_no_lock_of_what_has_not_come(
    cast: Cast, legal: Client
) -> None:
    noted = timezone.now() + timedelta(days=90)
    put_product(cast.alpine, "moving.example", status="elsewhere", expires_at=noted)
    put_abroad("moving.example")
    order(legal, f"moving.example;{CODE}")
    product = Product.objects.get(name="moving.example")

    def page() -> str:
        return legal.get(f"{PRODUCTS}{product.pk}/").content.decode()

    assert "on its way here" in page()
    assert 'id="h-domain"' not in page()
    assert 'id="h-renewal"' not in page()
    at_the_registry()
    later = timezone.now() + IN_A_WEEK
    registry_clock.advance(later)
    at_the_registry(later)
    assert 'id="h-domain"' in page()
    assert 'id="h-renewal"' in page()


def test_without_a_day_of_the_registry_the_extension_says_it(cast: Cast, legal: Client) -> None:
    noted = datetime(2027, 5, 31, 12, tzinfo=UTC)
    put_product(cast.alpine, "moving.example", status="elsewhere", expires_at=noted)

    class Silent(EmbeddedRegistry):
        def query(self, name: str) -> State | None:
            found = super().query(name)
            return replace(found, expires_at=None) if found else None

    put_abroad("moving.example")
    order(legal, f"moving.example;{CODE}")
    at_the_registry()
    later = timezone.now() + IN_A_WEEK
    registry_clock.advance(later)
    while carry_out(registrar=Silent(now=lambda: later), now=later):
        pass
    product = Product.objects.get(name="moving.example")
    assert (product.status, product.expires_at) == ("active", noted.replace(year=2028))


@pytest.mark.parametrize("part", ["legal", "collaborator"])
def test_the_list_costs_the_same_for_one_and_for_many(
    cast: Cast, accountant: Client, as_: As, part: str
) -> None:
    def put(number: int) -> None:
        product = put_product(cast.alpine, f"m{number}.example", status="transfer_failed")
        give(cast, product)
        IncomingTransfer.objects.create(
            organization=cast.alpine, product=product, state="failed", failure_code=2202,
            asked_by_name="Lara", attempts=1,
        )  # fmt: skip

    def cost() -> int:
        with CaptureQueriesContext(connection) as asked:
            body = client.get(f"{PRODUCTS}transfers/").content.decode()
        assert body.count("/transfer/") == IncomingTransfer.objects.count()
        return len(asked)

    client = as_(part)
    put(0)
    cost()
    one = cost()
    for number in range(1, 20):
        put(number)
    assert cost() == one
