"""What is opened for the pictures of suspensions."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page


def _open(page: Page, link: str) -> bool:
    """Follow a link of the list; False when there is none."""
    if not page.locator(link).count():
        return False
    page.locator(link).first.click()
    page.locator("#h-record").wait_for()
    return True


def open_first(page: Page) -> bool:
    """What the first row of a list leads to."""
    return _open(page, "tbody tr:first-child a.name")


def open_last(page: Page) -> bool:
    """What the last row of a list leads to."""
    return _open(page, "tbody tr:last-child a.name")


def refuse_reason(page: Page) -> bool:
    """The page that suspends somebody, after a reason with a mark that nobody sees."""
    page.fill("main input[name=reason]", "Laptop\u202estolen")
    page.click("main button.danger")
    page.locator("main .error:visible").first.wait_for()
    return True
