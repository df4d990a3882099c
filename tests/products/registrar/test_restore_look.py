"""A restore that the registry heard is not taken for refused because a look at it was."""

from __future__ import annotations

import logging

import pytest

from orgs.models import Organization
from products.registrar import codes
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


@pytest.mark.parametrize("code", [2004, 2306])
def test_a_refused_report_is_no_refused_restore(
    alpine: Organization, epp: EppWorld, caplog: pytest.LogCaptureFixture, code: int
) -> None:
    """The registry heard the request, and counts it: it is in hand, and somebody is told."""
    product = set_scene(epp, alpine, "restore")
    epp.server.tell("say", verb="update", code=code, skip=1)
    desk = Desk(epp)
    order = desk.work_off(place(product, "restore"))
    assert (order.state, order.code, desk.returned) == ("sent", codes.PENDING, [])
    product.refresh_from_db()
    assert product.status == "pending_restore"
    assert [each.levelno for each in caplog.records if "report" in each.message] == [logging.ERROR]
    desk.work(3)
    assert ledger(epp.server, product)["restore"] == 1
    # Taken back by the registry, which waits for no report for ever.
    epp.server.tell("unrestore", name=product.name)
    desk.work()
    order.refresh_from_db()
    assert (order.state, desk.returned) == ("failed", [order.charge])
    assert ledger(epp.server, product)["restore"] == 1


def test_a_refused_report_that_ends_the_restore_refuses_it(
    alpine: Organization, epp: EppWorld, monkeypatch: pytest.MonkeyPatch
) -> None:
    product = set_scene(epp, alpine, "restore")
    epp.server.tell("say", verb="update", code=2004, skip=1)
    desk, look, looks = Desk(epp), epp.client._seen_after, 0

    def ending(name: str) -> object:
        nonlocal looks
        looks += 1
        if looks == 2:
            epp.server.tell("unrestore", name=name)
        return look(name)

    monkeypatch.setattr(epp.client, "_seen_after", ending)
    order = desk.work_off(place(product, "restore"))
    assert (order.state, order.code) == ("failed", 2004)
    assert desk.returned == [order.charge]
