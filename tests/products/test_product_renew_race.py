"""Two at once about the same renewal: paid once. Without the lock it would be paid twice."""

from __future__ import annotations

import threading
from collections.abc import Callable
from datetime import timedelta

import pytest
from django.db.models import QuerySet

from orgs.reach import as_actor
from products import renewal_clock
from products.actions import renewals
from products.actions.renewals import renew_product
from products.models import Charge, Product, RegistrarOrder
from tests.conftest import Cast
from tests.orgs.locks import take_out_locks
from tests.orgs.test_member_change_role_race import at_once
from tests.products.renewing import at_the_registry, in_days, put_domain

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("priced")]
Job = Callable[[], object]


@pytest.fixture
def domain(cast: Cast) -> Product:
    return put_domain(cast.alpine, "alpine.example", in_days(10), auto_renew=True)


def renewing(cast: Cast, domain: Product, part: str, key: str) -> Job:
    actor = as_actor(cast.membership(part))
    return lambda: renew_product(
        actor=actor, product_id=domain.pk, years=1, key=key, seen=domain.expires_at
    )


def paid() -> int:
    return Charge.objects.filter(returned_at=None).count()


def test_a_double_click_pays_once(cast: Cast, domain: Product) -> None:
    job = renewing(cast, domain, "legal", "k" * 22)
    assert at_once(job, job) == ["done", "done"]
    assert paid() == RegistrarOrder.objects.count() == 1


def test_two_tabs_pay_once(cast: Cast, domain: Product) -> None:
    jobs = [
        renewing(cast, domain, part, key * 22)
        for part, key in (("legal", "a"), ("administrator", "b"))
    ]
    assert at_once(*jobs) == ["Overtaken", "done"]
    assert paid() == RegistrarOrder.objects.count() == 1


def test_the_clock_and_a_hand_pay_once(cast: Cast, domain: Product) -> None:
    jobs = [renewing(cast, domain, "legal", "k" * 22), lambda: renewal_clock.run(in_days(0))]
    outcomes = at_once(*jobs)
    assert outcomes in (["done", "done"], ["Overtaken", "done"])
    assert paid() == RegistrarOrder.objects.count() == 1


def test_two_clocks_pay_once(cast: Cast, domain: Product) -> None:
    Product.objects.update(warranty=True, expires_at=in_days(0) + timedelta(hours=20))
    job = lambda: renewal_clock.run(in_days(0))  # noqa: E731
    assert at_once(job, job) == ["done", "done"]
    assert paid() == RegistrarOrder.objects.count() == 1


def test_without_the_lock_two_tabs_would_pay_twice(
    cast: Cast, domain: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_out_locks(monkeypatch)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)
    meeting, asked = threading.Barrier(2), renewals.open_order

    def look_and_wait(product: Product) -> RegistrarOrder | None:
        answer = asked(product)
        meeting.wait(10)
        return answer

    monkeypatch.setattr(renewals, "open_order", look_and_wait)
    jobs = [
        renewing(cast, domain, part, key * 22)
        for part, key in (("legal", "a"), ("administrator", "b"))
    ]
    assert at_once(*jobs) == ["done", "done"]
    assert paid() == 2
    # Even then the registry is asked once, and the second is given back.
    at_the_registry()
    at_the_registry()
    assert paid() == 1
