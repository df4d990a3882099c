"""What is opened for the pictures of suspensions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.commands.shots.steps import click

if TYPE_CHECKING:
    from playwright.sync_api import Page


def open_first(page: Page) -> bool:
    """What the first row of a list leads to."""
    return click(page, "tbody tr:first-child a.name", "#h-record")


def open_last(page: Page) -> bool:
    """What the last row of a list leads to."""
    return click(page, "tbody tr:last-child a.name", "#h-record")


def refuse_reason(page: Page) -> bool:
    """The page that suspends somebody, after a reason with a mark that nobody sees."""
    page.fill("main input[name=reason]", "Laptop\u202estolen")
    page.click("main button.danger")
    page.locator("main .error:visible").first.wait_for()
    return True
