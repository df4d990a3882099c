"""What the embedded registry does beyond the contract: keys, time, and names of others."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connections
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from products.models import RegistryCommand, RegistryMessage, RegistryName
from products.registrar import registry_clock
from products.registrar.embedded import EmbeddedRegistry
from products.registrar.life import TYPICAL, add_years, phase_at
from products.registrar.port import Refused
from tests.products.registrar.conftest import CARD
from tests.products.registrar.server import EmbeddedWorld

NAME = "alpine.example"
START = datetime(2026, 1, 1, 12, tzinfo=UTC)


def test_under_one_key_it_happens_once(db: Any) -> None:
    world = EmbeddedWorld()
    world.put(NAME, expires_in=20)
    before = world.registrar.query(NAME).expires_at
    first = world.registrar.renew(NAME, years=1, expires_at=before, key="key-1")
    assert world.registrar.renew(NAME, years=1, expires_at=before, key="key-1") == first
    assert world.registrar.query(NAME).expires_at == add_years(before, 1)
    assert RegistryCommand.objects.count() == 1


def test_a_key_stands_for_one_command(db: Any) -> None:
    world = EmbeddedWorld()
    world.put(NAME)
    world.registrar.lock(NAME, is_locked=True, key="key-1")
    with pytest.raises(Refused) as caught:
        world.registrar.restore(NAME, key="key-1")
    assert caught.value.code == 2306


def test_a_refusal_leaves_the_key_free(db: Any) -> None:
    world = EmbeddedWorld()
    world.put(NAME, expires_in=20)
    before = world.registrar.query(NAME).expires_at
    with pytest.raises(Refused):
        world.registrar.renew(NAME, years=1, expires_at=before + timedelta(days=3), key="key-1")
    world.registrar.renew(NAME, years=1, expires_at=before, key="key-1")
    assert world.registrar.query(NAME).expires_at == add_years(before, 1)


@pytest.mark.django_db(transaction=True)
def test_of_two_registrations_at_once_one_is_refused() -> None:
    ready, heard = threading.Barrier(2), []

    def ask(key: str) -> None:
        ready.wait(10)
        try:
            EmbeddedRegistry().register(NAME, years=1, holder=CARD, nameservers=(), key=key)
            heard.append(1000)
        except Refused as refusal:
            heard.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=ask, args=(key,)) for key in ("key-1", "key-2")]
    for each in threads:
        each.start()
    for each in threads:
        each.join(20)
    assert sorted(heard) == [1000, 2302]
    assert RegistryName.objects.count() == 1


def test_a_released_name_can_be_registered_by_anybody(db: Any) -> None:
    world = EmbeddedWorld()
    world.put(NAME, sponsor="other", expires_in=1)
    world.days = 100
    world.registrar.register(NAME, years=1, holder=CARD, nameservers=(), key="key-1")
    assert world.registrar.query(NAME).is_ours


def test_what_is_known_is_not_put_anew(db: Any) -> None:
    world = EmbeddedWorld()
    world.put(NAME, expires_in=20)
    world.put(NAME, expires_in=200)
    left = world.registrar.query(NAME).expires_at - world.now
    assert left < timedelta(days=21)


def test_others_learn_nothing_of_the_holder(db: Any) -> None:
    world = EmbeddedWorld()
    registry_clock.put(
        NAME, sponsor="other", holder=CARD, expires_at=timezone.now() + timedelta(days=9),
        registered_at=timezone.now(),
    )  # fmt: skip
    assert world.registrar.query(NAME).holder is None


def end_of(days: list[int]) -> tuple[list[object], list[object]]:
    """Names and messages after the clock was set to these days, in this order."""
    RegistryName.objects.all().delete()
    RegistryCommand.objects.all().delete()
    RegistryMessage.objects.all().delete()
    for number, ahead in enumerate((1, 40, 300, 330)):
        registry_clock.put(
            f"name{number}.example",
            expires_at=START + timedelta(days=ahead),
            registered_at=START - timedelta(days=400),
            sponsor=registry_clock.OURS if number < 3 else "other",
            authorization_code="Open-Sesame1",
        )
    asked = EmbeddedRegistry(now=lambda: START)
    asked.transfer_in("name3.example", authorization_code="Open-Sesame1", key="key-1")
    for day in days:
        registry_clock.advance(START + timedelta(days=day))
    names = RegistryName.objects.order_by("name").values_list("name", "sponsor", "told")
    messages = RegistryMessage.objects.order_by("at", "text").values_list("at", "text")
    return list(names), list(messages)


@settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(days=some.lists(some.integers(0, 360), max_size=12))
def test_days_may_be_skipped_or_walked_twice(db: Any, days: list[int]) -> None:
    walked = sorted([*days, *days, 360])
    assert end_of(walked) == end_of(list(range(0, 361, 30)))


def test_a_phase_begins_with_its_first_instant() -> None:
    last = timedelta(microseconds=1)
    moments = [
        (START - last, "active"),
        (START, "expired"),
        (START + TYPICAL.grace, "redemption"),
        (START + TYPICAL.grace + TYPICAL.redemption - last, "redemption"),
        (START + TYPICAL.grace + TYPICAL.redemption, "pending_delete"),
        (START + TYPICAL.grace + TYPICAL.redemption + TYPICAL.pending_delete, "released"),
    ]
    assert [phase_at(TYPICAL, START, moment) for moment, _ in moments] == [
        phase for _, phase in moments
    ]
    assert add_years(datetime(2028, 2, 29, tzinfo=UTC), 1) == datetime(2029, 2, 28, tzinfo=UTC)
