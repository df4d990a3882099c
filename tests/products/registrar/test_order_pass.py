"""What is paid for waits for nothing that is not: a domain must not run out behind a card."""

from __future__ import annotations

import pytest

from orgs.models import Organization
from products.models import RegistrarOrder
from products.registrar import codes
from products.registrar.port import Unavailable
from tests.products.registrar.desk import Desk, place, set_scene
from tests.products.registrar.server import World


@pytest.mark.parametrize("verb", ["renew", "restore"])
@pytest.mark.parametrize("code", [codes.PENDING, 2400])
def test_it_passes_by_a_holder_that_the_registry_looks_into(
    alpine: Organization, world: World, monkeypatch: pytest.MonkeyPatch, verb: str, code: int
) -> None:
    product = set_scene(world, alpine, verb)
    holder = place(product, "contacts")
    if code == codes.PENDING:
        RegistrarOrder.objects.update(state="sent", code=code)

    def away(*args: object, **more: object) -> None:
        raise Unavailable(2400, "Not now")

    monkeypatch.setattr(world.registrar, "update_contacts", away)
    if code == codes.PENDING:
        monkeypatch.setattr("products.registrar.orders._Work._look", lambda self: None)
    paid = place(product, verb)
    desk = Desk(world)
    paid = desk.work_off(paid, rounds=2)
    assert (paid.state, desk.returned) == ("done", [])
    holder.refresh_from_db()
    assert holder.state == "sent"


@pytest.mark.parametrize("first", ["renew", "restore"])
def test_what_is_paid_goes_one_after_the_other(
    alpine: Organization, world: World, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    product = set_scene(world, alpine, first)
    earlier, later = place(product, first), place(product, "renew")

    def away(*args: object, **more: object) -> None:
        raise Unavailable(2400, "Not now")

    monkeypatch.setattr(world.registrar, first, away)
    Desk(world).work(3)
    for order, attempts in ((earlier, 3), (later, 0)):
        order.refresh_from_db()
        assert order.attempts == attempts
