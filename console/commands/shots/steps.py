"""What is opened on a page before its picture is taken; False when the member is not offered it."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Somebody of the demo whose invitation waits.
INVITED = "nina.neu@"


def click(page: Page, selector: str, shows: str) -> bool:
    """Click the first of `selector`; False when there is none."""
    control = page.locator(f"{selector}:visible").first
    if not control.count():
        return False
    control.click()
    page.locator(f"{shows}:visible").first.wait_for()
    return True


def open_row_menu(page: Page) -> bool:
    """The third ⋮ of the list."""
    return click(page, ":nth-match(tbody .dots, 3)", "#menu .item")


def open_role_dialog(page: Page) -> bool:
    """The dialog with another role chosen, and what that would change."""
    if not click(page, "#main a[hx-target='#dialog']:not([aria-disabled])", "#dialog dialog"):
        return False
    # Through the keyboard's way: a label can lie over the radio itself.
    page.locator("#dialog input[name=role]:enabled:not(:checked)").last.check()
    page.locator("#dialog .delta").wait_for()
    return True


def refuse_role(page: Page) -> bool:
    """The dialog after somebody else was faster."""
    if not open_role_dialog(page):
        return False
    page.locator("#dialog input[name=version]").evaluate("field => { field.value = 99999 }")
    page.locator("#dialog .foot .primary").click()
    page.locator("#dialog [role=alert]").first.wait_for()
    return True


def choose_holder(page: Page) -> bool:
    """The fees of a change to the last card of the list; False where there is none."""
    cards = page.locator("#holder-cards input:visible")
    if not cards.count():
        return False
    cards.last.check()
    page.get_by_role("button", name="See the fees").click()
    page.locator("#h-fees").wait_for()
    return True


def open_dialog(page: Page) -> bool:
    """The first dialog that the page offers."""
    return click(page, "#main a[hx-target='#dialog']", "#dialog dialog")


def open_password_dialog(page: Page) -> bool:
    """The dialog of the password, sent with nothing in it."""
    if not click(page, "a[hx-target='#dialog'][href$='password/']", "#dialog dialog"):
        return False
    page.locator("#dialog .foot .primary").click()
    page.locator("#dialog .error:visible").first.wait_for()
    return True


def tick_rows(page: Page) -> bool:
    """Two rows ticked: the bulk bar."""
    ticks = page.locator(".tick:visible")
    if ticks.count() < 2:
        return False
    ticks.nth(0).check()
    ticks.nth(1).check()
    return True


def open_switcher(page: Page) -> bool:
    """The Organizations one can change to."""
    return click(page, ".topbar [popovertarget=switcher]", "#switcher li .item")


def open_account_menu(page: Page) -> bool:
    """What belongs to the person."""
    return click(page, ".topbar [popovertarget=me]", "#me .item")


def open_sidebar(page: Page) -> bool:
    """The sidebar where it does not fit beside the page."""
    return click(page, ".topbar .nav-button", "#sidebar a")


def show_reason(page: Page) -> bool:
    """Why a control is closed."""
    closed = page.locator(".why [aria-disabled=true]:visible").first
    if not closed.count():
        return False
    closed.focus()
    return True


def sign_in_wrongly(page: Page) -> bool:
    """The sign-in page after a wrong password."""
    page.fill("[name=login]", "nobody@demo.example")
    page.fill("[name=password]", "not the password")
    page.click("main button.primary")
    page.locator("main [role=alert]:visible").first.wait_for()
    return True


def send_empty(page: Page) -> bool:
    """A form sent with nothing in it."""
    page.click("main button.primary")
    page.locator("main .error:visible").first.wait_for()
    return True


def refuse_logo(page: Page) -> bool:
    """The settings after a logo was sent without a file."""
    page.locator("#main form[enctype] button").click()
    page.locator("main .error:visible").first.wait_for()
    return True


def open_invitation(page: Page) -> bool:
    """The link in the letter of an invitation, as who holds it sees it."""
    letters = page.locator("main :is(tr, li)", has_text=INVITED).locator("a")
    if not letters.count():
        return False
    letters.first.click()
    found = re.search(r"/accounts/invitation/\w+/", page.locator("main").inner_text())
    if found is None:
        return False
    page.goto(found[0])
    return True


def open_offer(page: Page) -> bool:
    """The link in the letter of an offer of products, as who holds it sees it."""
    letters = page.locator("main :is(tr, li)", has_text="offers you products").locator("a")
    if not letters.count():
        return False
    letters.first.click()
    found = re.search(r"/moves/\w+/", page.locator("main").inner_text())
    if found is None:
        return False
    page.goto(found[0])
    return True


def choose_access(page: Page) -> bool:
    """The step of an invitation that asks for products, with some of them chosen."""
    page.locator("[name=email]").fill("ada@example.org")
    page.get_by_role("button", name="Continue").click()
    page.locator("[name=scope][value=product]").check()
    page.locator("[name=product]").first.check()
    return True


def check_list(page: Page) -> bool:
    """A list of people with right and wrong lines, looked at."""
    return _check(page, "ada@example.org;external\nbea@example.org;boss\n=1+1")


def check_transfers(page: Page) -> bool:
    """A list of domains to transfer with right and wrong lines, looked at."""
    return _check(
        page, "spring-market.example;Code-26\nlake-ferry.example\nno domain;x\na.nowhere;x"
    )


def check_products(page: Page) -> bool:
    """A list of products with right and wrong lines, looked at."""
    rows = (
        "Name;Expires",
        "first.example;2027-05-31",
        "second.example;soon",
        "no domain;",
        "=1+1;",
    )
    return _check(page, "\n".join(rows))


def _check(page: Page, text: str) -> bool:
    page.locator("main textarea").fill(text)
    page.click("main button.primary")
    page.locator("main tbody tr").first.wait_for()
    return True
