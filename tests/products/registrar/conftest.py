"""One EPP server for the run; a clean registry for each test, either kind."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from orgs.models import Organization
from products.registrar import epp_session
from products.registrar.port import Card
from tests.products.registrar.server import EmbeddedWorld, EppServer, EppWorld, World

CARD = Card(
    name="Ada Müller",
    organization="Alpine Ltd",
    street="Street 1\nFloor 2",
    postal_code="8000",
    city="Zürich",
    country="CH",
    phone="+41441234567",
    email="ada@alpine.example",
)


@pytest.fixture(scope="session")
def _server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[EppServer]:
    server = EppServer(tmp_path_factory.mktemp("epp"))
    yield server
    server.close()


@pytest.fixture
def epp_server(_server: EppServer) -> Iterator[EppServer]:
    """The server, empty; at the end no frame may have been wrong, either way."""
    _server.reset()
    yield _server
    assert _server.invalid == []


@pytest.fixture(autouse=True)
def no_pause_after_a_refused_login(monkeypatch: pytest.MonkeyPatch) -> None:
    """Most tests go on at once."""
    monkeypatch.setattr(epp_session, "LOGIN_PAUSE", 0.0)


@pytest.fixture
def epp(epp_server: EppServer) -> Iterator[EppWorld]:
    world = EppWorld(epp_server)
    yield world
    world.client.close()


@pytest.fixture(params=["embedded", "epp"])
def world(request: pytest.FixtureRequest, db: Any) -> World:
    """Each of the two registrars in turn."""
    if request.param == "embedded":
        return EmbeddedWorld()
    found: EppWorld = request.getfixturevalue("epp")
    return found


@pytest.fixture
def alpine(db: None) -> Organization:
    """An Organization to order for; nobody has to be in it."""
    return Organization.objects.create(slug="alpine", name="Alpine Ltd", country="CH")
