"""A restore that the registry heard is not taken for refused because a look at it was."""

from __future__ import annotations

import pytest

from orgs.models import Organization
from products.registrar.port import Refused
from tests.products.registrar.desk import Desk, ledger, place, set_scene
from tests.products.registrar.server import EppWorld


# The looks of one restore: before the request, after it, and after the report.
@pytest.mark.parametrize("number", [2, 3])
def test_a_refused_look_keeps_the_order_open(
    alpine: Organization, epp: EppWorld, monkeypatch: pytest.MonkeyPatch, number: int
) -> None:
    product = set_scene(epp, alpine, "restore")
    order = place(product, "restore")
    look, looks = epp.client._info, 0

    def refusing(name: str) -> object:
        nonlocal looks
        looks += 1
        if looks == number:
            raise Refused(2201, "Not for you now")
        return look(name)

    monkeypatch.setattr(epp.client, "_info", refusing)
    desk = Desk(epp)
    order = desk.work_off(order)
    assert order.state == "done"
    assert desk.returned == []
    assert ledger(epp.server, product)["restore"] == 1
