"""Orders: what is refused and given back, what is done twice by two people, what waits."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from epptools import Response

from orgs.models import Organization
from products.models import RegistrarOrder
from products.registrar import orders, outcomes
from products.registrar.outcomes import Outcome, Result, register_outcome
from products.registrar.port import Unavailable, Uncertain
from tests.products.registrar.desk import MONEY, Desk, ledger, make_charge, place, set_scene
from tests.products.registrar.server import EppWorld, World


@pytest.fixture
def told(monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, Outcome]]:
    """What the functions of all verbs were told."""
    monkeypatch.setattr(outcomes, "_outcomes", {})
    monkeypatch.setattr(outcomes, "_keep_charge", set())
    heard: list[tuple[str, Outcome]] = []
    for verb in outcomes.VERBS:
        register_outcome(verb, lambda order, outcome: heard.append((order.verb, outcome)))
    return heard


def spoil(world: World, verb: str, organization: Organization) -> RegistrarOrder:
    """An order that the registry must refuse."""
    wrong: dict[str, dict[str, Any]] = {
        "register": {},
        "renew": {"expires_in": 20},
        "restore": {"expires_in": 100},
        "transfer": {"code": "another"},
    }
    product = set_scene(world, organization, verb, **wrong[verb])
    if verb == "register":
        world.put(product.name, sponsor="other")
    if verb == "renew":
        product.expires_at += timedelta(days=40)
        product.save(update_fields=["expires_at"])
    return place(product, verb)


@pytest.mark.parametrize(
    ("verb", "code"), [("register", 2302), ("renew", 2105), ("restore", 2304), ("transfer", 2202)]
)
def test_a_refused_order_gives_its_money_back_once(
    alpine: Organization, world: World, told: list[tuple[str, Outcome]], verb: str, code: int
) -> None:
    order = spoil(world, verb, alpine)
    desk = Desk(world)
    order = desk.work_off(order)
    desk.work(3)
    assert (order.state, order.code, order.attempts) == ("failed", code, 1)
    assert order.finished_at is not None
    assert desk.returned == [order.charge]
    assert [(verb, each.result, each.code) for verb, each in told] == [(verb, Result.REFUSED, code)]
    if world.kind == "epp":
        assert ledger(world.server, order.product) == {}


@pytest.mark.parametrize("verb", MONEY)
def test_a_done_order_keeps_its_money_and_is_told_once(
    alpine: Organization, world: World, told: list[tuple[str, Outcome]], verb: str
) -> None:
    product = set_scene(world, alpine, verb)
    order = place(product, verb)
    desk = Desk(world)
    order = desk.work_off(order)
    if verb == "transfer":
        assert [each.result for _verb, each in told] == [Result.PENDING]
        desk.work(3)
        world.answer_transfer(product.name, "clientApproved")
        order.code = None
        order = desk.work_off(order) if order.state == "sent" else order
        told.pop(0)
    desk.work(3)
    order.refresh_from_db()
    assert order.state == "done"
    assert desk.returned == []
    assert [each.result for _verb, each in told] == [Result.DONE]
    assert told[0][1].expires_at == world.registrar.query(product.name).expires_at


def test_a_transfer_turned_down_later_says_so(
    alpine: Organization, world: World, told: list[tuple[str, Outcome]]
) -> None:
    product = set_scene(world, alpine, "transfer")
    order = place(product, "transfer")
    desk = Desk(world)
    desk.work_off(order)
    world.answer_transfer(product.name, "clientRejected")
    desk.work()
    order.refresh_from_db()
    assert (order.state, order.code, order.message) == ("failed", 0, "clientRejected")
    assert [each.result for _verb, each in told] == [Result.PENDING, Result.REFUSED]
    assert desk.returned == [order.charge]


def test_a_charge_may_outlive_a_refused_order(
    alpine: Organization, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A failed transfer is asked again without paying: its verb keeps the charge."""
    monkeypatch.setattr(outcomes, "_outcomes", {})
    monkeypatch.setattr(outcomes, "_keep_charge", set())
    register_outcome("transfer", lambda order, outcome: None, keeps_charge=True)
    order = spoil(world, "transfer", alpine)
    desk = Desk(world)
    desk.work_off(order)
    assert desk.returned == []


def test_a_charge_that_another_order_lives_on_is_kept(alpine: Organization, world: World) -> None:
    product = set_scene(world, alpine, "renew")
    charge = make_charge(product, "renew")
    first = place(product, "renew", charge=charge)
    second = place(product, "renew", charge=charge)
    desk = Desk(world)
    desk.work_off(first)
    second = desk.work_off(second)
    assert (first.state, second.state) == ("done", "failed")
    assert desk.returned == []


@pytest.mark.parametrize("verb", ["renew", "restore"])
def test_two_orders_for_one_thing_do_it_once(alpine: Organization, world: World, verb: str) -> None:
    """Even where the second is never answered: it must not pass for done by the first."""
    product = set_scene(world, alpine, verb)
    first, second = place(product, verb), place(product, verb)
    desk = Desk(world)
    first = desk.work_off(first)
    if world.kind == "epp":
        world.server.tell("cut", at=[[1, "arrived"]])
    second = desk.work_off(second)
    assert (first.state, second.state, second.code) == ("done", "failed", 2105)
    assert desk.returned == [second.charge]
    if world.kind == "epp":
        assert ledger(world.server, product) == {verb: 1}


def test_the_same_key_is_the_same_order(alpine: Organization, world: World) -> None:
    product = set_scene(world, alpine, "renew")
    first = place(product, "renew", key="one-key")
    assert place(product, "renew", key="one-key") == first
    assert RegistrarOrder.objects.count() == 1


def test_orders_of_one_product_go_one_after_the_other(alpine: Organization, world: World) -> None:
    product = set_scene(world, alpine, "transfer")
    transfer, lock = place(product, "transfer"), place(product, "lock")
    desk = Desk(world)
    desk.work(3)
    lock.refresh_from_db()
    assert (lock.state, lock.attempts) == ("ready", 0), "the transfer is under way"
    world.answer_transfer(product.name, "clientApproved")
    desk.work(2)
    transfer.refresh_from_db()
    lock.refresh_from_db()
    assert (transfer.state, lock.state) == ("done", "done")


@pytest.mark.parametrize("verb", MONEY)
def test_an_empty_account_at_the_registry_is_not_the_customers_loss(
    db: Any, alpine: Organization, epp: EppWorld, verb: str
) -> None:
    order = place(set_scene(epp, alpine, verb), verb)
    command = {"register": "create", "restore": "update"}.get(verb, verb)
    epp.server.tell("say", verb=command, code=2104)
    desk = Desk(epp)
    order = desk.work_off(order)
    assert (order.state, order.code) == ("failed", 2104)
    # A transfer is started again on what was paid for it.
    assert desk.returned == ([] if verb == "transfer" else [order.charge])
    assert ledger(epp.server, order.product) == {}


def test_a_renewal_that_takes_its_time_is_told_when_it_is_there(
    db: Any, alpine: Organization, epp: EppWorld, told: list[tuple[str, Outcome]]
) -> None:
    """1001: in hand. The registry turns it down later, or does it."""
    order = place(set_scene(epp, alpine, "renew"), "renew")
    epp.server.tell("say", verb="renew", code=1001)
    desk = Desk(epp)
    order = desk.work_off(order)
    assert (order.state, order.code, desk.returned) == ("sent", 1001, [])
    desk.work()
    order.refresh_from_db()
    assert (order.state, order.code) == ("failed", 0)
    assert desk.returned == [order.charge]
    assert [each.result for _verb, each in told] == [Result.PENDING, Result.REFUSED]


def test_a_lock_that_takes_its_time_is_not_taken_for_turned_down(
    db: Any, alpine: Organization, epp: EppWorld
) -> None:
    """1001 and `pendingUpdate`: the registry has it in hand."""
    product = set_scene(epp, alpine, "lock", status="pendingUpdate")
    order = place(product, "lock")
    epp.server.tell("say", verb="update", code=1001)
    desk = Desk(epp)
    order = desk.work_off(order)
    desk.work()
    order.refresh_from_db()
    assert (order.state, order.code) == ("sent", 1001)
    epp.put(product.name, is_locked=True)
    desk.work()
    order.refresh_from_db()
    assert order.state == "done"


@pytest.mark.parametrize("written", ["2027-13-45T00:00:00.0Z", "01-Apr-2027", "soon"])
def test_an_expiry_that_cannot_be_read_decides_nothing(
    db: Any, alpine: Organization, epp: EppWorld, monkeypatch: pytest.MonkeyPatch, written: str
) -> None:
    """A renewal that ran is not refused, and its money not given back, for want of a day."""
    product = set_scene(epp, alpine, "renew")
    order = place(product, "renew")
    epp.server.tell("cut", at=[[1, "ran"]])
    calm = Response.expiry_date
    monkeypatch.setattr(Response, "expiry_date", lambda self: written)
    desk = Desk(epp)
    desk.work(3)
    order.refresh_from_db()
    assert (order.state, desk.returned) == ("sent", [])
    monkeypatch.setattr(Response, "expiry_date", calm)
    assert desk.work_off(order).state == "done"
    assert ledger(epp.server, product) == {"renew": 1}


@pytest.mark.parametrize("code", [2400, 2500, 2501, 2502])
def test_an_error_of_the_registry_is_waited_out(
    db: Any, alpine: Organization, epp: EppWorld, code: int
) -> None:
    product = set_scene(epp, alpine, "renew")
    order = place(product, "renew")
    epp.server.tell("say", verb="renew", code=code)
    desk = Desk(epp)
    desk.work()
    order.refresh_from_db()
    assert (order.state, order.code) == ("sent", code)
    assert desk.work_off(order).state == "done"
    assert ledger(epp.server, product) == {"renew": 1}


def test_pauses_grow_to_an_hour(alpine: Organization, world: World) -> None:
    product = set_scene(world, alpine, "renew")
    order = place(product, "renew")
    desk = Desk(world)
    calm = world.registrar

    class Away:
        def __getattr__(self, name: str) -> Any:
            def fail(*args: Any, **more: Any) -> None:
                raise Unavailable(0, "away")

            return fail

    world.registrar = Away()  # type: ignore[assignment]
    pauses = []
    for _ in range(13):
        begin = desk.now
        desk.work()
        order.refresh_from_db()
        pauses.append(order.due_at - begin)
    assert pauses[:3] == [timedelta(seconds=5), timedelta(seconds=10), timedelta(seconds=20)]
    assert pauses[-1] == timedelta(hours=1)
    world.registrar = calm
    assert desk.work_off(order).state == "done"


def test_a_mistake_in_what_follows_undoes_nothing_and_is_tried_again(
    alpine: Organization, world: World, monkeypatch: pytest.MonkeyPatch
) -> None:
    calls = []

    def fail_once(order: RegistrarOrder, outcome: Outcome) -> None:
        calls.append(outcome.result)
        if len(calls) == 1:
            raise ZeroDivisionError

    monkeypatch.setattr(outcomes, "_outcomes", {"renew": fail_once})
    product = set_scene(world, alpine, "renew")
    other = place(set_scene(world, alpine, "lock"), "lock")
    order = place(product, "renew")
    desk = Desk(world)
    desk.work()
    order.refresh_from_db()
    other.refresh_from_db()
    assert (order.state, other.state) == ("sent", "done")
    assert desk.work_off(order).state == "done"
    assert calls == [Result.DONE, Result.DONE]
    if world.kind == "epp":
        assert ledger(world.server, product) == {"renew": 1}


def test_it_takes_no_order_that_says_too_much_or_too_little(alpine: Organization) -> None:
    from tests.products.registrar.server import EmbeddedWorld

    product = set_scene(EmbeddedWorld(), alpine, "transfer")
    for verb, key, request in (
        ("transfer", "key-1", {"code": "secret"}),
        ("renew", "key-1", {}),
        ("lock", "k", {"is_locked": True}),
        ("renew", "key-1", {"years": 1}),
    ):
        with pytest.raises(ValueError, match=r"takes|key|expiry"):
            orders.place(product, verb, key=key, **request)
    assert not RegistrarOrder.objects.exists()


def test_uncertain_is_never_refused(alpine: Organization, world: World) -> None:
    product = set_scene(world, alpine, "renew")
    order = place(product, "renew")
    calm = world.registrar

    class Deaf:
        def __getattr__(self, name: str) -> Any:
            def lose(*args: Any, **more: Any) -> None:
                raise Uncertain("cut")

            return lose if name == "renew" else getattr(calm, name)

    world.registrar = Deaf()  # type: ignore[assignment]
    desk = Desk(world)
    desk.work(5)
    order.refresh_from_db()
    assert (order.state, order.attempts, desk.returned) == ("sent", 5, [])
