"""A transfer that the registry has in hand is not taken for turned down because it says nothing."""

from __future__ import annotations

import pytest

from orgs.models import Organization
from products.models import IncomingTransfer, RegistryName
from products.registrar import codes
from products.registrar.embedded import EmbeddedRegistry
from products.registrar.port import Receipt, Refused, State, Unavailable
from tests.products.registrar.desk import Desk, place, set_scene
from tests.products.registrar.server import EmbeddedWorld, EppWorld


@pytest.mark.parametrize("code", [2201, 2202, 2306])
def test_a_refused_question_is_no_answer(alpine: Organization, epp: EppWorld, code: int) -> None:
    product = set_scene(epp, alpine, "transfer")
    desk = Desk(epp)
    order = desk.work_off(place(product, "transfer"))
    assert order.code == codes.PENDING
    # It hides the name from us and refuses to speak of the transfer.
    epp.server.tell("say", verb="info", code=2201)
    epp.server.tell("say", verb="transfer", code=code)
    desk.work()
    order.refresh_from_db()
    assert (order.state, order.code, desk.returned) == ("sent", codes.PENDING, [])
    epp.answer_transfer(product.name, "clientApproved")
    desk.work()
    order.refresh_from_db()
    assert order.state == "done"


def test_a_domain_that_is_shown_and_waits_for_nothing_is_an_answer(
    alpine: Organization, epp: EppWorld
) -> None:
    """Otherwise it would be looked at by the hour for ever, and nobody told that it failed."""
    product = set_scene(epp, alpine, "transfer")
    desk = Desk(epp)
    order = desk.work_off(place(product, "transfer"))
    epp.server.tell("say", verb="transfer", code=2201)
    desk.work()
    order.refresh_from_db()
    assert (order.state, order.code) == ("sent", codes.PENDING), "it is shown as pending"
    epp.answer_transfer(product.name, "clientRejected")
    epp.server.tell("say", verb="transfer", code=2201)
    desk.work()
    order.refresh_from_db()
    assert order.state == "failed"


def test_that_there_is_none_is_an_answer(alpine: Organization, epp: EppWorld) -> None:
    product = set_scene(epp, alpine, "transfer")
    desk = Desk(epp)
    order = desk.work_off(place(product, "transfer"))
    epp.server.tell("say", verb="info", code=2201)
    epp.server.tell("say", verb="transfer", code=2301)
    desk.work()
    order.refresh_from_db()
    assert order.state == "failed"


def test_what_another_registrar_asked_for_is_not_ours(alpine: Organization, epp: EppWorld) -> None:
    """Some registries tell anybody of a transfer: whose it is stands beside it."""
    product = set_scene(epp, alpine, "transfer", asked_by="registrar-three")
    state = epp.registrar.query(product.name)
    assert state
    assert (state.transfer, state.statuses) == ("", frozenset())
    epp.server.tell("cut", at=[[1, "ran"]])  # ours is lost: it may be this one
    desk = Desk(epp)
    order = desk.work_off(place(product, "transfer"))
    assert (order.state, order.code) == ("failed", codes.TRANSFER_PENDING)


class AtOnce(EmbeddedRegistry):
    """Transfers without asking the other side, and says no expiry with it."""

    trouble: Exception | None = None

    def transfer_in(self, name: str, *, authorization_code: str, key: str) -> Receipt:
        RegistryName.objects.filter(name=name).update(sponsor="regie")
        return Receipt(key, name)

    def query(self, name: str) -> State | None:
        trouble, self.trouble = self.trouble, None
        if trouble is not None:
            raise trouble
        return super().query(name)


@pytest.mark.parametrize(
    ("trouble", "is_known"),
    [(None, True), (Unavailable(2400, "away"), True), (Refused(2306, "no"), False)],
)
def test_what_came_at_once_is_asked_when_it_expires(
    alpine: Organization, trouble: Exception | None, is_known: bool
) -> None:
    world = EmbeddedWorld()
    product = set_scene(world, alpine, "transfer")
    IncomingTransfer.objects.create(
        organization=alpine, product=product, attempts=1, asked_by_name="Ada"
    )
    place(product, "transfer", key=f"transfer-{product.pk}-1")
    world.registrar = registry = AtOnce()
    registry.trouble = trouble
    desk = Desk(world)
    desk.work(2)
    product.refresh_from_db()
    assert product.status == "active"
    known = RegistryName.objects.get(name=product.name).expires_at
    assert product.expires_at == (known if is_known else None)
