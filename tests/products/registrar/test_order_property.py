"""Any cuts anywhere: each thing happens once, and no money is given back for what was done."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some

from orgs.models import Organization
from products.models import RegistrarOrder
from tests.products.registrar.desk import MONEY, Desk, place, set_scene
from tests.products.registrar.server import EppServer, EppWorld
from tests.products.registrar.test_order_cut import assert_right

WAYS = ["before", "arrived", "ran", "half", "gone", "other", "noise"]
cuts = some.dictionaries(some.integers(1, 30), some.sampled_from(WAYS), max_size=14)


@pytest.mark.slow
@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(verbs=some.lists(some.sampled_from(MONEY), min_size=1, max_size=3), cuts=cuts)
def test_any_cuts_anywhere(
    db: Any, alpine: Organization, epp_server: EppServer, verbs: list[str], cuts: dict[int, str]
) -> None:
    epp_server.tell("reset")
    RegistrarOrder.objects.all().delete()  # those of the example before
    world = EppWorld(epp_server)
    placed = [place(set_scene(world, alpine, verb), verb) for verb in verbs]
    world.client.close()
    epp_server.tell("cut", at=list(cuts.items()))
    desk = Desk(world)
    worked = [desk.work_off(order) for order in placed]
    epp_server.tell("cut", at=[])  # from here on it is us who ask
    for order in worked:
        assert_right(epp_server, order, desk)
    world.client.close()
