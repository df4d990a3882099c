"""Which registrar a console uses, and what it refuses to start with."""

from __future__ import annotations

from typing import Any

import pytest
from django.core.checks import run_checks
from django.utils import timezone

from console.safety import Installation, objections
from orgs.models import Organization
from products import tasks
from products.models import OrderSecret
from products.registrar import chosen, outcomes, sealing
from products.registrar.embedded import EmbeddedRegistry
from products.registrar.epp import EppRegistrar
from tests.products.registrar.desk import CODE, place, set_scene
from tests.products.registrar.server import EmbeddedWorld, EppWorld

HERE = {"base_url": "http://localhost:8000", "allowed_hosts": ["localhost"], "secret_key": ""}
WHOLE = {"host": "epp.example", "user": "registrar-one", "password": "correct horse"}


def test_the_embedded_registry_is_the_default() -> None:
    assert isinstance(chosen.registrar(), EmbeddedRegistry)


def test_the_setting_chooses_epp(settings: Any) -> None:
    settings.REGISTRAR = "epp"
    settings.EPP = WHOLE
    chosen._epp.cache_clear()
    assert isinstance(chosen.registrar(), EppRegistrar)
    assert chosen.registrar() is chosen.registrar(), "one session a process"
    chosen._epp.cache_clear()


@pytest.mark.parametrize(("is_named", "errors"), [(False, 1), (True, 0)])
def test_no_registrar_is_chosen_in_silence(is_named: bool, errors: int, settings: Any) -> None:
    settings.REGISTRAR_IS_NAMED = is_named
    said = run_checks(tags=["compatibility"], include_deployment_checks=True)
    assert [each.id for each in said if each.is_serious()].count("products.E001") == errors


@pytest.mark.parametrize("missing", ["host", "user", "password"])
def test_epp_needs_its_settings(missing: str) -> None:
    epp = WHOLE | {missing: ""}
    found = list(objections(Installation(**HERE, registrar="epp", epp=epp)))
    assert found == [f"REGISTRAR=epp needs EPP_{missing.upper()}"]
    assert not list(objections(Installation(**HERE, registrar="epp", epp=WHOLE)))


def test_there_are_two_registrars() -> None:
    assert list(objections(Installation(**HERE, registrar="fax"))) == [
        "REGISTRAR is one of embedded, epp"
    ]


def test_the_tasks_carry_out_and_take_messages(
    db: Any, alpine: Organization, epp: EppWorld, settings: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    settings.REGISTRAR = "epp"
    monkeypatch.setattr(chosen, "_epp", lambda: epp.registrar)
    order = place(set_scene(epp, alpine, "transfer"), "transfer")
    tasks.carry_out_orders()
    epp.answer_transfer(order.product.name, "clientApproved")
    tasks.take_messages()
    order.refresh_from_db()
    assert order.state == "done"
    assert order.finished_at <= timezone.now()
    assert epp.registrar.poll() is None


def test_the_task_tells_the_embedded_registry_the_time(db: Any) -> None:
    EmbeddedWorld().put("gone.example", expires_in=-60)
    outcomes.register_message("phase", lambda message: told.append(message.facts))
    told: list[object] = []
    tasks.take_messages()
    del outcomes._messages["phase"]
    assert told == [{"phase": "redemption"}]


def test_a_sealed_code_outlives_a_new_key(db: Any, alpine: Organization, settings: Any) -> None:
    order = place(set_scene(EmbeddedWorld(), alpine, "transfer"), "transfer")
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "n" * 60, [old]
    assert sealing.unseal(order) == CODE
    settings.SECRET_KEY_FALLBACKS = []
    assert sealing.unseal(order) == ""
    sealing.forget(order)
    assert not OrderSecret.objects.exists()
