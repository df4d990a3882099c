"""`manage.py shots`: a picture of each stop in each look, or one line that says what is missing."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from io import StringIO
from pathlib import Path
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from pytest_django import Settings

from console.commands.demo import load
from console.commands.shots import camera
from console.commands.shots.stops import STOPS
from tests.browser import CHROMIUM
from tests.conftest import PASSWORD
from tests.matrix.world import demo_addresses

PNG = b"\x89PNG\r\n\x1a\n"
SHOWN = {"sign-in", "users", "users-menu", "person-role", "outbox-letter"}


@pytest.mark.browser
@pytest.mark.slow
def test_it_writes_each_stop_in_each_look(
    tmp_path: Path,
    settings: Settings,
    transactional_db: None,
    live_server: Any,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (Debian: apt install chromium)")
    demo_addresses(settings)
    load(PASSWORD)
    stops = tuple(stop for stop in STOPS if stop.title in SHOWN)
    assert len(stops) == len(SHOWN)
    monkeypatch.setattr(camera, "STOPS", stops)
    monkeypatch.setenv("DEMO_PASSWORD", PASSWORD)
    base = live_server.url.replace("127.0.0.1", "localhost")
    said = StringIO()
    # In a thread of its own: that of the tests may hold a browser already.
    with ThreadPoolExecutor(1) as pool:
        pool.submit(
            call_command, "shots", str(tmp_path), member="legal", base_url=base, stdout=said
        ).result()
    pictures = sorted(tmp_path.rglob("*.png"))
    assert {picture.parent.name for picture in pictures} == {"light", "dark", "phone"}
    assert len(pictures) == 3 * len(SHOWN)
    assert all(picture.read_bytes().startswith(PNG) for picture in pictures)
    assert "15 pictures of legal@demo.example" in said.getvalue()


def test_it_says_that_there_is_no_browser(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CHROMIUM", "/no/such/chromium")
    with pytest.raises(CommandError, match="no Chromium at /no/such/chromium; install it or set"):
        call_command("shots", str(tmp_path))


def test_it_says_that_a_password_is_missing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DEMO_PASSWORD", raising=False)
    with pytest.raises(CommandError, match="DEMO_PASSWORD"):
        call_command("shots", str(tmp_path), base_url="http://localhost:1")
