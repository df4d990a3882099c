"""Two at once about the Renewal Warranty: switched on and paid once."""

from __future__ import annotations

import threading
from collections.abc import Callable
from decimal import Decimal

import pytest
from django.db.models import QuerySet

from orgs.reach import as_actor
from products.actions import renewals
from products.actions.renewals import pay_warranty, switch_warranty
from products.models import Charge, Product
from tests.conftest import Cast
from tests.orgs.locks import take_out_locks
from tests.orgs.test_member_change_role_race import at_once
from tests.products.renewing import entries, in_days, put_domain

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("priced")]
Job = Callable[[], object]


@pytest.fixture
def domain(cast: Cast) -> Product:
    return put_domain(cast.alpine, "alpine.example", in_days(40))


def switching(cast: Cast, domain: Product, part: str) -> Job:
    actor = as_actor(cast.membership(part))
    price = {"total": Decimal("5.00"), "currency": "CHF"}
    return lambda: switch_warranty(actor=actor, product_id=domain.pk, is_on=True, **price)


def paying(cast: Cast, domain: Product, part: str, number: int) -> Job:
    actor = as_actor(cast.membership(part))
    return lambda: pay_warranty(actor=actor, product_id=domain.pk, number=number)


def owe(domain: Product) -> Charge:
    return Charge.objects.create(
        organization=domain.organization, key=f"warranty-{domain.pk}-20260301", purpose="renew",
        product_name=domain.name, amount="20.00", currency="CHF", created_by="Regie",
        source="https://registrar.example/",
    )  # fmt: skip


def test_two_switch_it_on_and_it_is_paid_and_written_down_once(cast: Cast, domain: Product) -> None:
    jobs = [switching(cast, domain, part) for part in ("legal", "administrator")]
    assert at_once(*jobs) == ["done", "done"]
    assert Charge.objects.count() == len(entries("warranty_switched")) == 1


def test_two_pay_one_debt_once(cast: Cast, domain: Product) -> None:
    owed = owe(domain)
    jobs = [paying(cast, domain, part, owed.pk) for part in ("legal", "administrator")]
    assert at_once(*jobs) == ["done", "done"]
    assert len(entries("warranty_paid")) == 1


def test_without_the_lock_it_would_be_written_down_twice(
    cast: Cast, domain: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_out_locks(monkeypatch)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)
    owed, meeting = owe(domain), threading.Barrier(2)
    # Both have looked before either pays.
    monkeypatch.setattr(renewals, "settle", lambda charge: meeting.wait(10))
    jobs = [paying(cast, domain, part, owed.pk) for part in ("legal", "administrator")]
    assert at_once(*jobs) == ["done", "done"]
    assert len(entries("warranty_paid")) == 2
