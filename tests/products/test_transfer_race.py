"""Two at once about a failed transfer: one order on one charge. Without the lock both would go."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any

import pytest
from django.db.models import QuerySet

from orgs.reach import as_actor
from products.actions import transfers
from products.actions.transfers import give_up_transfer, restart_transfer
from products.models import Charge, IncomingTransfer, Product, RegistrarOrder
from tests.conftest import Cast
from tests.orgs.locks import take_out_locks
from tests.orgs.test_member_change_role_race import at_once
from tests.products.renewing import in_days, put_domain

pytestmark = pytest.mark.django_db(transaction=True)
Job = Callable[[], object]


@pytest.fixture
def failed(cast: Cast) -> Product:
    product = put_domain(cast.alpine, "moving.example", in_days(90), status="transfer_failed")
    paid = Charge.objects.create(
        organization=cast.alpine, key="transfer-k-1", purpose="transfer",
        product_name=product.name, amount="16.00", currency="CHF", created_by="Lara",
        source="https://registrar.example/",
    )  # fmt: skip
    IncomingTransfer.objects.create(
        organization=cast.alpine, product=product, state="failed", failure_code=2202,
        asked_by_name="Lara", charge=paid, attempts=1,
    )  # fmt: skip
    return product


def job(cast: Cast, product: Product, part: str, what: Callable[..., Any], **more: Any) -> Job:
    actor = as_actor(cast.membership(part))
    return lambda: what(actor=actor, product_id=product.pk, number=1, **more)


def restarting(cast: Cast, product: Product, part: str) -> Job:
    return job(cast, product, part, restart_transfer, authorization_code="Right-Code-1")


def test_two_restarts_are_one_order_on_one_charge(cast: Cast, failed: Product) -> None:
    jobs = [restarting(cast, failed, part) for part in ("legal", "administrator")]
    assert at_once(*jobs) == ["Overtaken", "done"]
    assert RegistrarOrder.objects.count() == Charge.objects.count() == 1


def test_restart_and_giving_up_never_both_happen(cast: Cast, failed: Product) -> None:
    jobs = [
        restarting(cast, failed, "legal"),
        job(cast, failed, "administrator", give_up_transfer),
    ]
    outcomes = at_once(*jobs)
    assert outcomes.count("done") == 1
    is_running = RegistrarOrder.objects.exists()
    assert is_running == (Charge.objects.get().returned_at is None)


def test_without_the_lock_both_restarts_would_go(
    cast: Cast, failed: Product, monkeypatch: pytest.MonkeyPatch
) -> None:
    take_out_locks(monkeypatch)
    monkeypatch.setattr(QuerySet, "select_for_update", lambda self, **_: self)
    meeting, held = threading.Barrier(2), transfers._hold

    def look_and_wait(*given: Any) -> Any:
        answer = held(*given)
        meeting.wait(10)
        return answer

    monkeypatch.setattr(transfers, "_hold", look_and_wait)
    jobs = [restarting(cast, failed, part) for part in ("legal", "administrator")]
    assert at_once(*jobs) == ["done", "done"]
