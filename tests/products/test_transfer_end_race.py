"""Two workers end the transfers of one name for two Organizations at the same instant: the name
comes to one of them. Without the rule of the database it would come to both."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone

from console.shell.models import AuditEntry, OutgoingLetter
from orgs.models import Organization
from products.models import Charge, IncomingTransfer, Product, RegistrarOrder
from products.registrar import codes, crossing
from products.registrar.outcomes import Outcome
from tests.conftest import Cast
from tests.orgs.test_member_change_role_race import at_once
from tests.products.conftest import put_product
from tests.products.renewing import at_the_registry
from tests.products.transferring import put_abroad

pytestmark = pytest.mark.django_db(transaction=True)
NAME = "moving.example"


def under_way(organization: Organization) -> Product:
    """A transfer that the registry has in hand, as this Organization sees it."""
    product = put_product(organization, NAME, status="transferring")
    paid = Charge.objects.create(
        organization=organization, key=f"transfer-{organization.pk}-k-1", purpose="transfer",
        product_name=NAME, amount="16.00", currency="CHF", created_by="Lara",
        source="https://registrar.example/", settled_at=timezone.now(),
    )  # fmt: skip
    IncomingTransfer.objects.create(
        organization=organization, product=product, state="pending", asked_by_name="Lara",
        charge=paid, attempts=1,
    )  # fmt: skip
    RegistrarOrder.objects.create(
        organization=organization, product=product, key=f"transfer-{product.pk}-1", state="sent",
        verb="transfer", charge=paid, code=codes.PENDING, attempts=1,
    )  # fmt: skip
    return product


@pytest.fixture
def both(cast: Cast, monkeypatch: pytest.MonkeyPatch) -> list[Product]:
    """The name has come to us; each of two workers sees that it is nobody's here, and only then
    does either of them write."""
    put_abroad(NAME, sponsor="regie")
    products = [under_way(each) for each in (cast.alpine, cast.rival)]
    meeting, asked, seen = threading.Barrier(2), crossing.outcome_of, list[int]()

    def look_and_wait(order: RegistrarOrder) -> Outcome | None:
        answer = asked(order)
        seen.append(order.pk)
        if len(seen) <= 2:
            assert answer is None
            meeting.wait(10)
        return answer

    monkeypatch.setattr(crossing, "outcome_of", look_and_wait)
    return products


def statuses() -> list[str]:
    return sorted(Product.objects.filter(name=NAME).values_list("status", flat=True))


def test_the_name_comes_to_one(both: list[Product]) -> None:
    assert at_once(at_the_registry, at_the_registry) == ["done", "done"]
    assert statuses() == ["active", "transferring"]
    # Nothing of the one that came late is left behind: it is looked at again, and refused.
    assert AuditEntry.objects.filter(event="products.transfer.done").count() == 1
    assert RegistrarOrder.objects.filter(verb="contacts").count() == 1
    at_the_registry(timezone.now() + timedelta(hours=2))
    assert statuses() == ["active", "transfer_failed"]
    lost = IncomingTransfer.objects.get(state="failed")
    assert lost.failure_code == codes.EXISTS
    # What was paid for it is kept for another start, until it is given up.
    assert lost.charge is not None
    assert lost.charge.returned_at is None
    assert AuditEntry.objects.filter(event="products.transfer.failed").count() == 1
    told = OutgoingLetter.objects.filter(event="products.transfer.failed")
    assert told.count() == told.values("to").distinct().count()
    assert RegistrarOrder.objects.filter(verb="transfer", state="sent").count() == 0


@contextmanager
def without_the_rule() -> Iterator[None]:
    """The database lets a name be managed twice, until the end."""
    rule = next(
        each for each in Product._meta.constraints if each.name == "a_domain_is_managed_once"
    )
    with connection.schema_editor() as editor:
        editor.remove_constraint(Product, rule)
    try:
        yield
    finally:
        RegistrarOrder.objects.all().delete()
        Product.objects.filter(name=NAME).delete()
        with connection.schema_editor() as editor:
            editor.add_constraint(Product, rule)


def test_without_the_rule_it_would_come_to_both(both: list[Product]) -> None:
    with without_the_rule():
        assert at_once(at_the_registry, at_the_registry) == ["done", "done"]
        assert statuses() == ["active", "active"]
