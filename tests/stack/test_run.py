"""`manage.py run` brings up the whole console, and looks after it."""

from __future__ import annotations

import os
import re
import signal
import socket
from collections.abc import Iterator
from pathlib import Path

import pytest

from console.supervisor import DEMO_PEOPLE
from tests.stack.processes import wait_for
from tests.stack.whole_console import Visitor, WholeConsole

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def console(tmp_path_factory: pytest.TempPathFactory) -> Iterator[WholeConsole]:
    """A console in demo mode, running for all tests of this file."""
    console = WholeConsole(tmp_path_factory.mktemp("run") / "data")
    try:
        console.start()
        yield console
    finally:
        console.clean_up()


def password(console: WholeConsole) -> str:
    found = re.search(r"Password of all +(\S+)", console.said)
    assert found is not None
    return found[1]


def test_it_prints_where_and_who(console: WholeConsole) -> None:
    assert console.address in console.said
    for _, email in DEMO_PEOPLE:
        assert email in console.said


@pytest.mark.parametrize("email", ["legal@demo.example", "webmaster@demo.example"])
def test_it_lets_the_demo_people_in(console: WholeConsole, email: str) -> None:
    form = {"login": email, "password": password(console)}
    status, address, page = Visitor(console.address).post("/accounts/login/", form)
    assert status == 200
    assert "/accounts/login/" not in address
    assert "Sign out" in page


def test_it_becomes_well(console: WholeConsole) -> None:
    wait_for(lambda: Visitor(console.address).get("/healthz")[0] == 200, seconds=40)


def test_it_shows_the_letters_in_demo_mode(console: WholeConsole) -> None:
    assert Visitor(console.address).get("/demo/outbox/")[0] == 200


def test_it_serves_files_with_hashed_names(console: WholeConsole) -> None:
    page = Visitor(console.address).get("/accounts/login/")[2]
    found = re.search(r'href="(/static/[^"]+\.[0-9a-f]{12}\.css)"', page)
    assert found is not None
    assert Visitor(console.address).get(found[1])[0] == 200


def test_it_keeps_its_secrets_to_itself(console: WholeConsole) -> None:
    assert console.folder.stat().st_mode & 0o077 == 0
    for name in ("secret-key", "demo-password"):
        assert (console.folder / name).stat().st_mode & 0o777 == 0o600


def test_it_listens_on_loopback_only(console: WholeConsole) -> None:
    listening = Path("/proc/net/tcp").read_text().splitlines()
    ours = [
        line.split()[1] for line in listening if f":{console.port:04X} " in line.split()[1] + " "
    ]
    assert ours
    assert {address.partition(":")[0] for address in ours} == {"0100007F"}


def test_it_names_no_version_of_the_web_server(console: WholeConsole) -> None:
    with socket.create_connection(("127.0.0.1", console.port)) as connection:
        connection.sendall(
            b"GET /accounts/login/ HTTP/1.1\r\nHost: localhost\r\nConnection: close\r\n\r\n"
        )
        head = connection.makefile("rb").read().split(b"\r\n\r\n")[0].decode().lower()
    for line in head.splitlines()[1:]:
        if line.startswith(("server:", "x-powered-by:", "via:")):
            assert not re.search(r"\d", line), line


def test_it_says_that_it_runs_already(console: WholeConsole) -> None:
    second = WholeConsole(console.folder)
    second.output = console.folder.with_suffix(".second")
    assert second.launch().wait(60) == 1
    assert second.said.count("\n") == 1
    assert console.address in second.said


def test_it_says_that_the_port_is_taken(console: WholeConsole, tmp_path: Path) -> None:
    other = WholeConsole(tmp_path / "data")
    other.port = console.port
    assert other.launch().wait(60) == 1
    assert other.said.count("\n") == 1
    assert f"port {console.port}" in other.said
    assert other.living() == []


@pytest.mark.parametrize(("name", "word"), [("worker", "worker"), ("web", "--interface")])
def test_it_starts_again_what_dies(console: WholeConsole, name: str, word: str) -> None:
    before = console.part(word)
    os.kill(before, signal.SIGKILL)
    wait_for(lambda: f"{name} ended" in console.said)
    wait_for(lambda: found(console, word) not in {None, before}, seconds=20)
    wait_for(lambda: answers(console), seconds=30)


def found(console: WholeConsole, word: str) -> int | None:
    try:
        return console.part(word)
    except LookupError:
        return None


def answers(console: WholeConsole) -> bool:
    try:
        return Visitor(console.address).get("/accounts/login/")[0] == 200
    except OSError:
        return False
