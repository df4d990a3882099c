"""In a browser: a letter in its frame, and the way its links lead out of it."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from importlib import reload
from typing import Any

import pytest
from django.urls import clear_url_caches
from playwright.sync_api import Page, expect

import console.urls
from console.shell.models import Installation, OutgoingLetter
from tests.letters.conftest import write

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    chromium = shutil.which("chromium")
    if chromium is None:
        pytest.skip("Chromium is not installed")
    quiet = ["--no-sandbox", "--disable-gpu", "--disable-quic", "--disable-background-networking"]
    return {"executable_path": chromium, "args": quiet}


@pytest.fixture
def outbox(live_server: Any, settings: Any) -> Iterator[str]:
    """The address of the demo's outbox, with one letter in it."""
    settings.DEMO_MODE = True
    settings.BASE_URL = live_server.url
    Installation.objects.create(is_demo=True)
    reload(console.urls)
    clear_url_caches()
    write(1, to_name="Ada")
    yield f"{live_server.url}/demo/outbox/"
    settings.DEMO_MODE = False
    reload(console.urls)
    clear_url_caches()


def test_it_draws_the_letter_and_lets_its_link_out(outbox: str, page: Page) -> None:
    violations: list[str] = []
    page.on("console", lambda message: violations.append(message.text))
    page.goto(outbox)
    page.get_by_role("link", name="Something happened to a lamp").click()
    frame = page.frame_locator("iframe")
    expect(frame.get_by_role("heading", name="a lamp")).to_be_visible()
    styled = frame.locator(".letter").evaluate("each => getComputedStyle(each).borderRadius")
    assert styled == "8px"
    assert not violations
    frame.get_by_role("link", name="Look").click()
    page.wait_for_url("**/somewhere/")
    assert page.url == outbox.replace("/demo/outbox/", "/somewhere/")


def test_it_runs_no_script_that_a_letter_brings(outbox: str, page: Page) -> None:
    OutgoingLetter.objects.update(
        html="<html><head></head><body><script>top.document.title = 'owned'</script>"
        "<img src=/x onerror=\"top.document.title = 'owned'\"><p>seen</p></body></html>"
    )
    asked: list[str] = []
    page.on("response", lambda response: asked.append(response.url))
    page.goto(f"{outbox}{OutgoingLetter.objects.get().pk}/")
    expect(page.frame_locator("iframe").get_by_text("seen")).to_be_visible()
    assert "owned" not in page.title()
    assert not any(url.endswith("/x") for url in asked)
