"""What is done before the pictures of removing, asking back and leaving are taken."""

from __future__ import annotations

from typing import TYPE_CHECKING

from console.commands.shots.steps import click

if TYPE_CHECKING:
    from playwright.sync_api import Page


def remove_to_2(page: Page) -> bool:
    """The second screen of a removal; nothing is removed."""
    if not page.locator("main ol.steps").count():
        return False
    page.click("main form .primary")
    page.locator("main input[name=is_read]").wait_for()
    return True


def remove_to_3(page: Page) -> bool:
    """The third."""
    if not remove_to_2(page):
        return False
    page.check("main input[name=is_read]")
    page.click("main form .primary")
    page.locator("main form button.danger").wait_for()
    return True


def remove_wrongly(page: Page) -> bool:
    """The last one, with somebody else's address typed."""
    if not remove_to_3(page):
        return False
    page.click("main form button.danger")
    page.fill("main input[name=own_email]", "somebody.else@demo.example")
    page.click("main form button.danger")
    page.locator("main .error:visible").first.wait_for()
    return True


def open_invite_back(page: Page) -> bool:
    """What the first one who can come back would be given again."""
    return click(page, "tbody a[hx-target='#dialog']", "#dialog dialog")


def open_leave(page: Page) -> bool:
    """What one would lose, or what stands against it, from the first name of the list."""
    return click(page, "main .rows a[hx-target='#dialog']", "#dialog dialog")
