"""Two workers at once, each with a connection of its own, over the same orders."""

from __future__ import annotations

import threading
from collections import Counter
from typing import Any

import pytest
from django.db import connection, connections
from django.utils import timezone

from orgs.models import Organization
from products.models import RegistrarOrder
from products.registrar import orders
from products.registrar.epp import EppRegistrar
from tests.products.registrar.desk import ledger, place, set_scene
from tests.products.registrar.server import EppServer, EppWorld

pytestmark = pytest.mark.django_db(transaction=True)
WORKERS = 3


def work_at_once(server: EppServer) -> None:
    """All begin together and work until nothing is due."""
    ready, faults = threading.Barrier(WORKERS), []

    def work() -> None:
        registrar = EppRegistrar(server.access())
        try:
            ready.wait(10)
            orders.carry_out(registrar=registrar)
        except Exception as error:
            faults.append(error)
        finally:
            registrar.close()
            connections.close_all()

    threads = [threading.Thread(target=work) for _ in range(WORKERS)]
    for each in threads:
        each.start()
    for each in threads:
        each.join(30)
    assert faults == []


def sent(server: EppServer) -> Counter[str]:
    """How often each key of ours was sent."""
    return Counter(
        each["key"] for each in server.entries if each.get("verb") in {"renew", "transfer"}
        and each["key"].startswith("order-")
    )  # fmt: skip


def scene(transactional_db: Any, epp: EppWorld) -> list[RegistrarOrder]:
    alpine = Organization.objects.create(slug="alpine", name="Alpine Ltd")
    return [place(set_scene(epp, alpine, "renew"), "renew") for _ in range(8)]


def test_each_order_is_sent_once(transactional_db: Any, epp: EppWorld) -> None:
    placed = scene(transactional_db, epp)
    work_at_once(epp.server)
    assert set(RegistrarOrder.objects.values_list("state", flat=True)) == {"done"}
    assert sent(epp.server) == {order.key: 1 for order in placed}
    assert all(ledger(epp.server, order.product) == {"renew": 1} for order in placed)


def test_without_the_lock_they_are_sent_more_than_once(
    transactional_db: Any, epp: EppWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control. Even so nothing is renewed twice: the registry holds the last line."""
    placed = scene(transactional_db, epp)
    together = threading.Barrier(WORKERS, timeout=2)

    def claim(now: Any) -> RegistrarOrder | None:
        found = RegistrarOrder.objects.filter(state="ready").select_related("product")
        order = found.order_by("pk").first()
        if order is None:
            return None
        try:
            together.wait()
        except threading.BrokenBarrierError:
            return None
        RegistrarOrder.objects.filter(pk=order.pk).update(state="sent", attempts=1)
        order.attempts = 1
        return order

    monkeypatch.setattr(orders, "_claim", claim)
    work_at_once(epp.server)
    assert max(sent(epp.server).values()) > 1
    assert all(ledger(epp.server, order.product)["renew"] == 1 for order in placed)


def test_what_one_worker_holds_the_others_pass_by(transactional_db: Any, epp: EppWorld) -> None:
    placed = scene(transactional_db, epp)
    first = orders._claim(timezone.now())
    assert first is not None
    work_at_once(epp.server)
    states = dict(RegistrarOrder.objects.values_list("pk", "state"))
    assert states.pop(first.pk) == "sent"
    assert set(states.values()) == {"done"}
    assert len(placed) == len(states) + 1
    assert not connection.in_atomic_block
