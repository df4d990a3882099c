"""Messages of the registry are taken, worked, and only then acknowledged."""

from __future__ import annotations

from typing import Any

import pytest

from orgs.models import Organization
from products.registrar import outcomes
from products.registrar.messages import take_messages
from products.registrar.port import Message, Unavailable
from tests.products.registrar.desk import Desk, place, set_scene
from tests.products.registrar.server import EppWorld, World


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[Message]:
    monkeypatch.setattr(outcomes, "_messages", {})
    found: list[Message] = []
    outcomes.register_message("transfer", found.append)
    return found


def under_way(world: World, alpine: Organization) -> Any:
    order = place(set_scene(world, alpine, "transfer"), "transfer")
    desk = Desk(world)
    return desk.work_off(order), desk


def test_a_message_ends_what_waits_for_it(
    alpine: Organization, world: World, heard: list[Message]
) -> None:
    order, desk = under_way(world, alpine)
    world.answer_transfer(order.product.name, "clientRejected")
    assert take_messages(registrar=world.registrar) == 1
    assert [each.facts["status"] for each in heard] == ["clientRejected"]
    assert world.registrar.poll() is None
    order.refresh_from_db()
    assert order.due_at <= desk.now
    desk.work()
    order.refresh_from_db()
    assert (order.state, order.message) == ("failed", "clientRejected")


def test_a_message_that_cannot_be_worked_stays(
    alpine: Organization, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outcomes, "_messages", {})

    def fail(message: Message) -> None:
        raise ZeroDivisionError

    outcomes.register_message("transfer", fail)
    order, _desk = under_way(world, alpine)
    world.answer_transfer(order.product.name, "clientRejected")
    assert take_messages(registrar=world.registrar) == 0
    assert world.registrar.poll() is not None


def test_what_nobody_waits_for_is_written_down_before_it_is_gone(
    db: None, epp: EppWorld, caplog: pytest.LogCaptureFixture
) -> None:
    """The queue has it no more once it is acknowledged: a low account, a name that left."""
    epp.server.tell("tell", name="", text="Your balance is below 100.00")
    epp.put("left.example", asked_by="registrar-three")
    epp.answer_transfer("left.example", "serverApproved")
    assert take_messages(registrar=epp.registrar) == 2
    written = [each for each in caplog.records if each.levelname == "WARNING"]
    assert ["below 100.00" in written[0].getMessage(), len(written)] == [True, 2]
    assert "left.example" in written[1].getMessage()
    assert "serverApproved" in written[1].getMessage()
    assert epp.registrar.poll() is None


def test_a_message_that_was_not_acknowledged_comes_again(
    alpine: Organization, world: World, heard: list[Message]
) -> None:
    order, _desk = under_way(world, alpine)
    world.answer_transfer(order.product.name, "clientRejected")
    calm = world.registrar

    class Deaf:
        def __getattr__(self, name: str) -> Any:
            def lose(message: Message) -> None:
                raise Unavailable(0, "away")

            return lose if name == "acknowledge" else getattr(calm, name)

    assert take_messages(registrar=Deaf()) == 0  # type: ignore[arg-type]
    assert take_messages(registrar=calm) == 1
    assert len(heard) == 2
