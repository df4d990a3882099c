"""What a person does at the keyboard, over and over."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect

from auth2fa.models import User
from tests.conftest import PASSWORD

CORA = "Cora Collaborator ALPINEMARK"
USERS = "/o/alpine/users/"
MOST_STOPS = 80  # of the Tab key, on any page of the tests


def sign_in_by_page(page: Page, user: User) -> None:
    """Type address and password into the page that is open, and send them."""
    page.get_by_label("E-mail address of your account").fill(user.email)
    page.get_by_label("Password of your account").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page).not_to_have_title("Sign in · Regie")


def open_role_dialog(page: Page, name: str = CORA) -> Locator:
    """⋮, then Modify the role."""
    page.get_by_label(f"Actions for {name}").click()
    page.locator("#menu").get_by_text("Modify the role").click()
    dialog = page.get_by_role("dialog", name=f"Modify the role of {name}")
    expect(dialog).to_be_visible()
    return dialog


def choose(dialog: Locator, role: str) -> None:
    """Pick a role and wait for what it would change."""
    dialog.get_by_role("radio", name=role).check()
    expect(dialog.get_by_text(f"as {role}")).to_be_visible()


def tab_to(page: Page, target: Locator) -> None:
    """Press Tab until the focus is there."""
    for _press in range(MOST_STOPS):
        if target.evaluate("element => element === document.activeElement"):
            return
        page.keyboard.press("Tab")
    raise AssertionError(f"{MOST_STOPS} times Tab never reached {target}")


def row_of(page: Page, name: str = CORA) -> Locator:
    """The row of somebody in the list of people."""
    return page.get_by_role("row").filter(has_text=name)
