"""The connection is cut after each frame in turn: nothing happens twice, and all ends right."""

from __future__ import annotations

from time import sleep
from typing import Any

import pytest

from orgs.models import Organization
from products.models import Product, RegistrarOrder
from products.registrar import orders
from products.registrar.found_out import Verdict
from products.registrar.life import add_years
from products.registrar.port import Uncertain
from tests.products.registrar.desk import CODE, MONEY, OTHER, Desk, ledger, place, set_scene
from tests.products.registrar.epp_server import PAUSE
from tests.products.registrar.server import EppServer, EppWorld

VERBS = ["register", "renew", "restore", "transfer", "contacts", "lock"]
# What the registry counts when each thing happened once.
ONCE: dict[str, dict[str, int]] = {
    "register": {"register": 1},
    "renew": {"renew": 1},
    "restore": {"restore": 1},
    "transfer": {"asked": 1},
    "contacts": {},
    "lock": {},
}


def assert_right(server: EppServer, order: RegistrarOrder, desk: Desk) -> None:
    """The order is done (a transfer: in hand), once, and it is true at the registry."""
    product, state = order.product, desk.world.registrar.query(order.product.name)
    assert ledger(server, product) == ONCE[order.verb]
    assert desk.returned == []
    assert state is not None
    if order.verb == "transfer":
        assert (order.state, order.code, state.transfer) == ("sent", 1001, "pending")
        return
    assert (order.state, order.code, state.is_ours) == ("done", 1000, True)
    before = order.expires_at_before
    if order.verb == "renew":
        assert state.expires_at == add_years(before, 2)
    if order.verb == "restore":
        assert (state.statuses, state.expires_at) == ({"ok"}, add_years(before, 1))
    if order.verb == "contacts":
        assert state.holder == OTHER
    if order.verb == "lock":
        assert "clientTransferProhibited" in state.statuses


def run(server: EppServer, alpine: Organization, verb: str, cuts: list[tuple[int, str]]) -> int:
    """One order with these cuts; answers how many frames there were."""
    world = EppWorld(server)
    product = set_scene(world, alpine, verb)
    order = place(product, verb)
    world.client.close()
    server.tell("cut", at=cuts)
    desk = Desk(world)
    order = desk.work_off(order)
    seen = server.tell("seen")
    assert len(cuts) != 1 or seen["uncut"] == 0, "the cut was made"
    server.tell("cut", at=[])  # from here on it is us who ask
    assert_right(server, order, desk)
    world.client.close()
    return int(seen["frames"])


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("way", ["before", "arrived", "ran", "half"])
def test_each_frame_cut_in_turn(
    db: Any, alpine: Organization, epp_server: EppServer, verb: str, way: str
) -> None:
    frames = run(epp_server, alpine, verb, [])
    assert frames >= 3, "a greeting, a login and a command at least"
    for number in range(1, frames + 1):
        run(epp_server, alpine, verb, [(number, way)])


@pytest.mark.parametrize("verb", VERBS)
def test_each_frame_cut_and_the_next_ones_too(
    db: Any, alpine: Organization, epp_server: EppServer, verb: str
) -> None:
    frames = run(epp_server, alpine, verb, [])
    for number in range(2, frames + 1):
        run(epp_server, alpine, verb, [(number, "ran"), (number + 1, "half"), (number + 3, "ran")])


@pytest.mark.parametrize("verb", MONEY)
def test_a_command_that_runs_after_the_client_gave_up(
    db: Any, alpine: Organization, epp_server: EppServer, verb: str
) -> None:
    """The worst: a look shows nothing, the command is asked again, and both arrive."""
    world = EppWorld(epp_server)
    product = set_scene(world, alpine, verb)
    order = place(product, verb)
    world.client.close()
    last = {"register": 5, "renew": 3, "restore": 4, "transfer": 3}[verb]
    epp_server.tell("cut", at=[(last, "late")])
    desk = Desk(world)
    order = desk.work_off(order)
    sleep(PAUSE)
    assert_right(epp_server, order, desk)


def test_a_renewal_that_never_looked_would_end_wrong(
    db: Any, alpine: Organization, epp: EppWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The negative control: without the look, what happened counts as refused."""
    monkeypatch.setattr(orders, "find_out", lambda order, state: Verdict.NOT)
    product = set_scene(epp, alpine, "renew")
    order = place(product, "renew")
    epp.server.tell("cut", at=[(1, "ran")])
    desk = Desk(epp)
    order = desk.work_off(order)
    assert ledger(epp.server, product) == {"renew": 1}
    assert (order.state, order.code) == ("failed", 2105)


class Crash(BaseException):
    """The process died here; nothing of ours may catch it."""


class Crashing:
    """A registrar whose caller dies at the n-th command, before it is sent or after it ran."""

    def __init__(self, registrar: Any, verb: str, *, after: bool) -> None:
        self.registrar, self.verb, self.after = registrar, verb, after

    def __getattr__(self, name: str) -> Any:
        ask = getattr(self.registrar, name)
        if name != self.verb:
            return ask

        def die(*args: Any, **more: Any) -> None:
            if self.after:
                ask(*args, **more)
            raise Crash

        return die


METHODS = {"register": "register", "renew": "renew", "restore": "restore",
           "transfer": "transfer_in", "contacts": "update_contacts", "lock": "lock"}  # fmt: skip


@pytest.mark.parametrize("after", [False, True])
@pytest.mark.parametrize("verb", VERBS)
def test_a_worker_that_dies_is_followed(
    alpine: Organization, world: Any, verb: str, after: bool
) -> None:
    product: Product = set_scene(world, alpine, verb)
    order = place(product, verb)
    desk, calm = Desk(world), world.registrar
    world.registrar = Crashing(calm, METHODS[verb], after=after)
    with pytest.raises(Crash):
        desk.work()
    order.refresh_from_db()
    assert order.state == "sent", "written before it was sent"
    world.registrar = calm
    order = desk.work_off(order)
    if world.kind == "epp":
        assert_right(world.server, order, desk)
    else:
        assert order.state == ("sent" if verb == "transfer" else "done")
        assert desk.returned == []


def test_who_lost_the_lease_ends_nothing(db: Any, alpine: Organization, epp: EppWorld) -> None:
    """A worker slept over its lease while the order was ended by another."""
    product = set_scene(epp, alpine, "renew")
    order = place(product, "renew")
    desk, other = Desk(epp), Desk(epp)
    calm = epp.registrar

    class Sleepy:
        def __getattr__(self, name: str) -> Any:
            if name == "renew":
                epp.registrar = calm
                other.now = desk.now + orders.LEASE * 2
                other.work()

                def lost(*args: Any, **more: Any) -> None:
                    raise Uncertain("and then the line was cut")

                return lost
            return getattr(calm, name)

    epp.registrar = Sleepy()  # type: ignore[assignment]
    desk.work()
    order.refresh_from_db()
    assert (order.state, order.attempts) == ("done", 2)
    assert ledger(epp.server, product) == {"renew": 1}


def test_the_code_of_a_transfer_is_kept_sealed_and_no_longer_than_needed(
    db: Any, alpine: Organization, epp: EppWorld
) -> None:
    product = set_scene(epp, alpine, "transfer")
    order = place(product, "transfer")
    assert CODE not in str(order.request)
    assert CODE not in order.secret.sealed
    desk = Desk(epp)
    desk.work_off(order)
    epp.answer_transfer(product.name, "clientApproved")
    desk.work()
    order.refresh_from_db()
    assert order.state == "done"
    assert not hasattr(RegistrarOrder.objects.get(pk=order.pk), "secret")
    assert ledger(epp.server, product) == {"asked": 1, "transfer": 1}
