"""Chromium for tests: signed-in pages in either theme and any width, axe, and a clean console.

Import the fixtures where they are needed: `from tests.browser import *` in a conftest.py.
"""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page

from tests.contrast import RULES, unreadable

__all__ = ["Visit", "assert_accessible", "browser_type_launch_args", "visit"]

# The same engine without the windows that nobody sees costs a third less.
NAMES = ("chromium-headless-shell", "chromium", "chromium-browser")
CHROMIUM = next(filter(None, map(shutil.which, NAMES)), None)
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]
# Answers below 500 that htmx swaps are written to the console by Chromium; they are no mistakes.
EXPECTED = ("status of 403", "status of 404", "status of 409", "status of 422")
AXE = Axe().axe_script
# What it says against a page comes back alone: all that it found takes as long as to find it.
VIOLATIONS = """async ([part, options]) => {
    const found = await axe.run(part ?? document, options);
    return found.violations.flatMap(({ id, nodes }) =>
        nodes.map(({ html, failureSummary }) =>
            `${id}: ${html.slice(0, 200)} (${failureSummary})`));
}"""
Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    """The system's Chromium, and nothing that talks to the network by itself."""
    if CHROMIUM is None:
        pytest.skip("Chromium is not installed (Debian: apt install chromium)")
    return {"executable_path": CHROMIUM, "args": OPTIONS}


@pytest.fixture
def visit(live_server: Any, browser: Browser) -> Iterator[Visit]:
    """`visit("/o/alpine/users/", client)` opens a page as whoever `client` is signed in as.

    `dark`, `width`, `height` and `scripts=False` choose the browser. At the end nothing may
    have been written to its console: no error, no refusal of the content security policy.
    """
    contexts: list[BrowserContext] = []
    complaints: list[str] = []

    def open_page(
        path: str,
        client: Client | None = None,
        *,
        dark: bool = False,
        width: int = 1440,
        height: int = 900,
        scripts: bool = True,
        expected: tuple[str, ...] = EXPECTED,
    ) -> Page:
        base = live_server.url.replace("127.0.0.1", "localhost")
        context = browser.new_context(
            base_url=base,
            color_scheme="dark" if dark else "light",
            viewport={"width": width, "height": height},
            java_script_enabled=scripts,
            reduced_motion="reduce",
        )
        contexts.append(context)
        name = settings.SESSION_COOKIE_NAME
        if client is not None and name in client.cookies:
            cookie = {"name": name, "value": client.cookies[name].value, "url": base}
            context.add_cookies([cookie])  # type: ignore[list-item]
        page = context.new_page()
        page.on("pageerror", lambda error: complaints.append(str(error)))
        page.on(
            "console",
            lambda message: (
                complaints.append(message.text)
                if message.type == "error" and not any(word in message.text for word in expected)
                else None
            ),
        )
        page.goto(path)
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert not complaints, "\n".join(complaints)


def assert_accessible(page: Page, part: str = "", *, sizes: bool = True) -> None:
    """axe finds nothing on the page, or in the part that a selector names.

    `sizes=False` leaves the size of targets out: axe counts what an overlay covers as too small.
    """
    if not page.evaluate("'axe' in window"):  # its half megabyte only once
        page.evaluate(AXE)
    rules = {"target-size": {"enabled": sizes}, **{rule: {"enabled": False} for rule in RULES}}
    options = {"resultTypes": ["violations"], "rules": rules, "preload": False}
    wrong: list[str] = page.evaluate(VIOLATIONS, [part or None, options])
    wrong += unreadable(page, part)
    assert not wrong, "\n".join(wrong)
