"""However `manage.py run` ends, nothing of it lives on, and the next start goes on."""

from __future__ import annotations

import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from console.bootstrap import ROOT
from tests.stack.processes import wait_for
from tests.stack.whole_console import Visitor, WholeConsole

pytestmark = [pytest.mark.slow, pytest.mark.timeout(300)]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Data that outlive one console and are found by the next."""
    return tmp_path_factory.mktemp("end") / "data"


@pytest.fixture
def console(folder: Path) -> Iterator[WholeConsole]:
    """A running console without demo data."""
    console = WholeConsole(folder, "--no-demo")
    try:
        console.start()
        yield console
    finally:
        console.clean_up()


def bare_start() -> float:
    """Seconds for one process to load Django, on this machine under its load of now."""
    began = time.monotonic()
    script = "import console.wsgi"
    subprocess.run([sys.executable, "-c", script], check=True, cwd=ROOT)
    return time.monotonic() - began


def test_it_stops_in_order(console: WholeConsole) -> None:
    end_in_order(console, signal.SIGINT)


def end_in_order(console: WholeConsole, number: signal.Signals) -> None:
    assert console.signal(number) == 0
    assert console.living() == []
    assert "Traceback" not in console.said
    # The database ended last and by itself, so it has nothing to recover.
    log = (console.folder / "postgres" / "postgres.log").read_text()
    assert "database system is shut down" in log


def test_it_leaves_nothing_when_it_is_killed(console: WholeConsole) -> None:
    wait_for(lambda: len(console.living()) >= 10, seconds=30)
    console.signal(signal.SIGKILL)
    wait_for(lambda: console.living() == [], seconds=60)


def test_it_goes_on_after_it_was_killed(folder: Path) -> None:
    first, second = WholeConsole(folder, "--no-demo"), WholeConsole(folder, "--no-demo")
    second.port = first.port
    try:
        first.start()
        with psycopg.connect(first.database_url) as connection:
            connection.execute("INSERT INTO shell_heartbeat VALUES ('kept', now())")
        key = (folder / "secret-key").read_text()
        first.signal(signal.SIGKILL)
        second.start()  # at once: it waits for what is still ending
        with psycopg.connect(second.database_url) as connection:
            rows = connection.execute("SELECT 1 FROM shell_heartbeat WHERE name = 'kept'")
            assert rows.fetchall() == [(1,)]
        assert (folder / "secret-key").read_text() == key
    finally:
        first.clean_up()
        second.clean_up()


def test_it_starts_quickly_and_empty_and_stops_when_it_is_terminated(folder: Path) -> None:
    if not folder.exists():  # this test runs alone
        first = WholeConsole(folder, "--no-demo")
        try:
            first.start()
            assert first.signal(signal.SIGINT) == 0
        finally:
            first.clean_up()
    console = WholeConsole(folder, "--no-demo")
    try:
        seconds = console.start()
        assert "demo" not in console.said
        assert Visitor(console.address).get("/demo/outbox/")[0] == 404
        assert Visitor(console.address).get("/styleguide/")[0] == 404
        with psycopg.connect(console.database_url) as connection:
            assert connection.execute("SELECT count(*) FROM auth2fa_user").fetchone() == (0,)
        end_in_order(console, signal.SIGTERM)
    finally:
        console.clean_up()
    # Ten seconds; on a machine that is busy with other tests, as many more as it is slower.
    assert seconds <= max(10, 10 * bare_start())


def test_it_is_killed_by_asking_twice(console: WholeConsole) -> None:
    assert console.process is not None
    console.process.send_signal(signal.SIGINT)
    wait_for(lambda: "stopping" in console.said)
    console.process.send_signal(signal.SIGINT)
    assert console.process.wait(20) == 0
    assert console.living() == []
