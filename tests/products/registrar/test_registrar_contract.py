"""What every registrar does, whoever answers: the same tests for both."""

from __future__ import annotations

import dataclasses
from datetime import timedelta

import pytest

from products.registrar.life import add_years
from products.registrar.port import Refused
from tests.products.registrar.conftest import CARD
from tests.products.registrar.server import World

NAME = "alpine.example"
NS = ("ns1.alpine.example", "ns2.alpine.example")
DAY = timedelta(days=1)


def refusal(call: object, *args: object, **more: object) -> int:
    with pytest.raises(Refused) as caught:
        call(*args, **more)  # type: ignore[operator]
    return caught.value.code


def test_it_says_what_is_free(world: World) -> None:
    world.put("taken.example")
    found = world.registrar.check(["taken.example", "free.example"])
    assert found == {"taken.example": False, "free.example": True}
    assert world.registrar.query("free.example") is None


def test_it_registers(world: World) -> None:
    receipt = world.registrar.register(NAME, years=2, holder=CARD, nameservers=NS, key="key-1")
    assert receipt.expires_at is not None
    assert abs(receipt.expires_at - add_years(world.now, 2)) < DAY
    state = world.registrar.query(NAME)
    assert state is not None
    assert state.is_ours
    assert state.holder == CARD
    assert set(state.nameservers) == set(NS)
    assert state.statuses == {"ok"}


def test_it_registers_nothing_twice_or_wrong(world: World) -> None:
    world.put("taken.example", sponsor="other")
    ask = world.registrar.register
    more = {"holder": CARD, "nameservers": ()}
    assert refusal(ask, "taken.example", years=1, key="key-1", **more) == 2302
    assert refusal(ask, "-.example", years=1, key="key-2", **more) == 2005
    assert refusal(ask, NAME, years=11, key="key-3", **more) == 2004
    assert world.registrar.query(NAME) is None


def test_it_renews_from_the_expiry_it_was_told(world: World) -> None:
    world.put(NAME, expires_in=20)
    before = world.registrar.query(NAME).expires_at
    receipt = world.registrar.renew(NAME, years=1, expires_at=before, key="key-1")
    after = world.registrar.query(NAME).expires_at
    assert receipt.expires_at == after == add_years(before, 1)


def test_it_refuses_a_renewal_from_another_day(world: World) -> None:
    world.put(NAME, expires_in=20)
    before = world.registrar.query(NAME).expires_at
    world.registrar.renew(NAME, years=1, expires_at=before, key="key-1")
    ask = world.registrar.renew
    assert refusal(ask, NAME, years=1, expires_at=before, key="key-2") == 2105
    assert world.registrar.query(NAME).expires_at == add_years(before, 1)


def test_it_renews_no_further_than_ten_years(world: World) -> None:
    world.put(NAME, expires_in=365 * 9)
    before = world.registrar.query(NAME).expires_at
    ask = world.registrar.renew
    assert refusal(ask, NAME, years=2, expires_at=before, key="key-1") == 2105


def test_it_changes_nothing_of_others(world: World) -> None:
    world.put(NAME, sponsor="other")
    ask = world.registrar
    when = world.now
    assert refusal(ask.renew, NAME, years=1, expires_at=when, key="key-1") == 2201
    assert refusal(ask.lock, NAME, is_locked=True, key="key-2") in {2201}
    assert refusal(ask.renew, "no.example", years=1, expires_at=when, key="key-3") == 2303
    assert not ask.query(NAME).is_ours


def test_a_name_runs_out_phase_by_phase(world: World) -> None:
    world.put(NAME, expires_in=1)
    ask = world.registrar
    world.advance(2)
    assert ask.query(NAME).statuses == {"serverHold"}
    world.advance(45)
    assert ask.query(NAME).statuses == {"redemptionPeriod"}
    expires_at = ask.query(NAME).expires_at
    assert refusal(ask.renew, NAME, years=1, expires_at=expires_at, key="key-1") == 2304
    world.advance(30)
    assert ask.query(NAME).statuses == {"pendingDelete"}
    assert refusal(ask.restore, NAME, key="key-2") == 2304
    world.advance(5)
    assert ask.query(NAME) is None


def test_it_restores_only_from_redemption(world: World) -> None:
    world.put(NAME, expires_in=-50)
    world.put("well.example")
    before = world.registrar.query(NAME).expires_at
    receipt = world.registrar.restore(NAME, key="key-1")
    state = world.registrar.query(NAME)
    assert state.statuses == {"ok"}
    assert receipt.expires_at == state.expires_at == add_years(before, 1)
    assert not receipt.is_pending
    assert refusal(world.registrar.restore, "well.example", key="key-2") == 2304


def test_a_transfer_waits_and_is_approved(world: World) -> None:
    world.put(NAME, sponsor="other", code="Open-Sesame1", expires_in=100)
    before = world.registrar.query(NAME).expires_at
    receipt = world.registrar.transfer_in(NAME, authorization_code="Open-Sesame1", key="key-1")
    assert receipt.is_pending
    state = world.registrar.query(NAME)
    assert (state.is_ours, state.transfer) == (False, "pending")
    world.answer_transfer(NAME, "clientApproved")
    state = world.registrar.query(NAME)
    assert state.is_ours
    assert state.expires_at == add_years(before, 1)


def test_a_transfer_that_nobody_answers_is_approved_by_the_clock(world: World) -> None:
    world.put(NAME, sponsor="other", code="Open-Sesame1")
    world.registrar.transfer_in(NAME, authorization_code="Open-Sesame1", key="key-1")
    world.advance(4.9)
    assert not world.registrar.query(NAME).is_ours
    world.advance(0.2)
    assert world.registrar.query(NAME).is_ours


def test_a_transfer_can_be_rejected_and_asked_again(world: World) -> None:
    world.put(NAME, sponsor="other", code="Open-Sesame1")
    ask = world.registrar
    ask.transfer_in(NAME, authorization_code="Open-Sesame1", key="key-1")
    world.answer_transfer(NAME, "clientRejected")
    state = ask.query(NAME)
    assert (state.is_ours, state.transfer) == (False, "clientRejected")
    again = ask.transfer_in(NAME, authorization_code="Open-Sesame1", key="key-2")
    assert again.is_pending


@pytest.mark.parametrize(
    ("facts", "code"),
    [
        ({"code": "another"}, 2202),
        ({"is_locked": True}, 2304),
        ({"age": 59}, 2106),
        ({"expires_in": -60}, 2304),
        ({"sponsor": None}, 2106),
    ],
)
def test_a_transfer_is_refused(world: World, facts: dict[str, object], code: int) -> None:
    given = {"sponsor": "other", "code": "Open-Sesame1"} | facts
    if given["sponsor"] is None:
        given.pop("sponsor")
    world.put(NAME, **given)
    ask = world.registrar.transfer_in
    assert refusal(ask, NAME, authorization_code="Open-Sesame1", key="key-1") == code


def test_a_transfer_under_way_is_not_asked_twice(world: World) -> None:
    world.put(NAME, sponsor="other", code="Open-Sesame1")
    ask = world.registrar.transfer_in
    ask(NAME, authorization_code="Open-Sesame1", key="key-1")
    assert refusal(ask, NAME, authorization_code="Open-Sesame1", key="key-2") == 2300
    assert refusal(ask, "no.example", authorization_code="x", key="key-3") == 2303


def test_it_sets_the_holder(world: World) -> None:
    world.put(NAME)
    plain = dataclasses.replace(CARD, name="Bo Lee", organization="", city="Basel", street="S 1")
    world.registrar.update_contacts(NAME, holder=plain, key="key-1")
    assert world.registrar.query(NAME).holder == plain


def test_it_locks_and_opens(world: World) -> None:
    world.put(NAME)
    for key, is_locked in (("key-1", True), ("key-2", True), ("key-3", False), ("key-4", False)):
        world.registrar.lock(NAME, is_locked=is_locked, key=key)
        has = "clientTransferProhibited" in world.registrar.query(NAME).statuses
        assert has == is_locked


@pytest.mark.parametrize("is_locked", [True, False])
def test_it_says_of_no_others_name_that_it_locked_or_opened_it(
    world: World, is_locked: bool
) -> None:
    world.put(NAME, sponsor="other", is_locked=is_locked)
    assert refusal(world.registrar.lock, NAME, is_locked=is_locked, key="key-1") == 2201


def test_a_new_code_takes_the_place_of_the_old(world: World) -> None:
    world.put(NAME, code="old-code")
    first = world.registrar.authorization_code(NAME, key="key-1")
    assert world.code_of(NAME) == first
    assert world.registrar.authorization_code(NAME, key="key-1") == first
    second = world.registrar.authorization_code(NAME, key="key-2")
    assert world.code_of(NAME) == second
    assert len({"old-code", first, second}) == 3
    assert len(second) >= 16


def test_messages_wait_until_they_are_acknowledged(world: World) -> None:
    assert world.registrar.poll() is None
    world.put(NAME, sponsor="other", code="Open-Sesame1")
    world.registrar.transfer_in(NAME, authorization_code="Open-Sesame1", key="key-1")
    world.answer_transfer(NAME, "clientRejected")
    message = world.registrar.poll()
    assert message is not None
    assert (message.name, message.kind) == (NAME, "transfer")
    assert message.facts["status"] == "clientRejected"
    assert abs(message.at - world.now) < DAY
    assert world.registrar.poll().identifier == message.identifier
    world.registrar.acknowledge(message)
    world.registrar.acknowledge(message)
    assert world.registrar.poll() is None
