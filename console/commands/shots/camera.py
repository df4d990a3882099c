"""Chromium, signed in as somebody, walking the stops."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from console.commands.shots.stop import Stop
from console.commands.shots.stops import STOPS

if TYPE_CHECKING:
    from playwright.sync_api import Browser, BrowserContext, Page

# name: width in CSS pixels, dark
LOOKS = {"light": (1440, False), "dark": (1440, True), "phone": (390, False)}
HEIGHT = 900
PATIENCE_MS = 10_000
# A frame inside a page is laid out a moment after it has come.
DRAWN = "() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))"
OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    "--hide-scrollbars",
]


class NoPicture(Exception):
    """Pictures cannot be taken; the text is one line for the person at the terminal."""


@contextmanager
def chromium() -> Iterator[Browser]:
    """The browser that CHROMIUM names, else the system's; raises NoPicture without one."""
    program = os.environ.get("CHROMIUM") or shutil.which("chromium") or "/usr/bin/chromium"
    try:
        from playwright.sync_api import sync_playwright
    except ImportError:
        raise NoPicture("playwright is not installed; requirements-dev.txt has it") from None
    if not os.access(program, os.X_OK):
        raise NoPicture(f"there is no Chromium at {program}; install it or set CHROMIUM")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program, args=OPTIONS)
        try:
            yield browser
        finally:
            browser.close()


def take(
    browser: Browser, base_url: str, email: str, password: str, target: Path
) -> Iterator[Path]:
    """Every stop in every look, as `target/<look>/<number>-<title>.png`; yields each file.

    Raises NoPicture when the member cannot sign in.
    """
    for look, (width, dark) in LOOKS.items():
        folder = target / look
        folder.mkdir(parents=True, exist_ok=True)
        anonymous, member = (_context(browser, base_url, width, dark) for _ in range(2))
        for context in (anonymous, member):
            context.set_default_timeout(PATIENCE_MS)
        words = _sign_in(member.new_page(), email, password)
        for number, stop in enumerate(STOPS, 1):
            page = (member if stop.signed_in else anonymous).new_page()
            file = folder / f"{number:02}-{stop.title}.png"
            if _shoot(page, stop, words, file):
                yield file
            page.close()
        anonymous.close()
        member.close()


def _context(browser: Browser, base_url: str, width: int, dark: bool) -> BrowserContext:
    return browser.new_context(
        base_url=base_url,
        viewport={"width": width, "height": HEIGHT},
        color_scheme="dark" if dark else "light",
        reduced_motion="reduce",
    )


def _sign_in(page: Page, email: str, password: str) -> dict[str, str]:
    """Through the sign-in page; answers what the paths of the stops name."""
    page.goto("/accounts/login/")
    page.fill("[name=login]", email)
    page.fill("[name=password]", password)
    with page.expect_navigation():
        page.click("main button.primary")
    if "/accounts/login/" in page.url:
        raise NoPicture(f"{email} cannot sign in with this password (DEMO_PASSWORD)")
    landed = re.search(r"/o/([-\w]+)/", page.url)
    slug = landed[1] if landed else "none"
    page.goto("/demo/outbox/")
    letter = _number_of_link(page, r"/demo/outbox/(\d+)/")
    words = {"slug": slug, "person": _somebody(page, slug), "letter": letter}
    return {
        **words,
        **_team(page, slug),
        "invitation": _invitation(page, slug),
        **_products(page, slug),
    }


def _products(page: Page, slug: str) -> dict[str, str]:
    """The first domain, an active one, a card, a blocked product, a tag; of a product that a
    partner has access to that partner and a grant: as far as the member sees them."""
    found: dict[str, str] = {}
    for word, path, pattern in (
        ("product", "products/?type=domain", r"/products/(\d+)/$"),
        ("domain", "products/?type=domain&status=active", r"/products/(\d+)/$"),
        ("card", "contacts/", r"/contacts/(\d+)/edit/$"),
        ("blocked", "products/?management=blocked", r"/products/(\d+)/$"),
        ("failed", "products/?status=transfer_failed", r"/products/(\d+)/$"),
        ("lost", "products/?status=redemption", r"/products/(\d+)/$"),
        ("elsewhere", "products/?status=elsewhere", r"/products/(\d+)/$"),
        ("offer", "products/moves/", r"/moves/(\d+)/$"),
        ("out", "products/moves/", r"/moves/(\d+)/withdraw/$"),
        ("tag", "tags/", r"[?&]tag=(\d+)"),
        ("shared", "products/?payer=other", r"/products/(\d+)/$"),
        ("partner", "products/{shared}/", r"/access/partners/(\d+)/$"),
        ("grant", "products/{shared}/", r"/access/(\d+)/change/$"),
    ):
        page.goto(f"/o/{slug}/{path.format(**found)}")
        found[word] = _number_of_link(page, pattern)
    return found


def _invitation(page: Page, slug: str) -> str:
    """An open one, if the member sees them."""
    page.goto(f"/o/{slug}/users/invitations/?state=open")
    return _number_of_link(page, r"/invitations/(\d+)/actions/$")


def _team(page: Page, slug: str) -> dict[str, str]:
    """The first team and somebody in it, if the member sees teams."""
    page.goto(f"/o/{slug}/teams/")
    team = _number_of_link(page, r"/teams/(\d+)/$")
    page.goto(f"/o/{slug}/teams/{team}/")
    return {"team": team, "teammate": _number_of_link(page, r"/users/(\d+)/$")}


def _somebody(page: Page, slug: str) -> str:
    """A collaborator, if the member sees people; else the member's own page."""
    page.goto(f"/o/{slug}/users/?role=collaborator")
    found = _number_of_link(page, r"/users/(\d+)/$")
    if found == "0":
        page.goto(f"/o/{slug}/")
        found = _number_of_link(page, r"[?&]person=(\d+)|/users/(\d+)/")
    return found


def _number_of_link(page: Page, pattern: str) -> str:
    links: list[str] = page.locator("main a").evaluate_all("links => links.map((a) => a.href)")
    for link in links:
        if found := re.search(pattern, link):
            return next(group for group in found.groups() if group)
    return "0"


def _shoot(page: Page, stop: Stop, words: dict[str, str], file: Path) -> bool:
    from playwright.sync_api import Error

    page.goto(stop.path.format(**words))
    try:
        if stop.step is not None and not stop.step(page):
            return False
    except Error as problem:
        raise NoPicture(f"{stop.title} on {page.url}: {problem.message}") from problem
    page.wait_for_load_state("networkidle")
    page.evaluate(DRAWN)
    # What opens over a page is drawn where it stands, so the window alone is taken.
    page.screenshot(path=file, full_page=stop.step is None, animations="disabled")
    return True
