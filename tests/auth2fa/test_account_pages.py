"""The pages of signing in and of one's account, in a browser: accessible, valid, usable."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from django.urls import reverse
from playwright.sync_api import Page, expect

from auth2fa.models import User
from tests.auth2fa.hands import SAFARI, browser, letters, link_of, signed_in, try_sign_in
from tests.browser import Visit, assert_accessible
from tests.conftest import PASSWORD
from tests.html import assert_valid_html

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
THEMES = pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
LOOKS = pytest.mark.parametrize(
    ("dark", "width"), [(False, 1440), (True, 1440), (False, 390)], ids=["light", "dark", "phone"]
)
PUBLIC = [
    "/accounts/login/",
    "/accounts/login/?ended=idle",
    "/accounts/signup/",
    "/accounts/confirm-email/",
    "/accounts/confirm-email/gone:gone/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/accounts/password/reset/key/1-gone/",
    "/accounts/password/reset/key/done/",
]
OWN = [
    "/me/",
    "/me/security/",
    "/me/security/password/",
    "/me/security/address/",
    "/me/activity/",
    "/accounts/reauthenticate/",
    "/accounts/logout/",
]


@pytest.fixture
def owner(nora: User) -> Client:
    """Somebody with two sessions and a failure in their log."""
    signed_in(nora, SAFARI, "203.0.113.20")
    try_sign_in(browser(), nora.email, "wrong")
    return signed_in(nora)


@LOOKS
def test_axe_finds_nothing_before_signing_in(
    visit: Visit, db: None, dark: bool, width: int
) -> None:
    page = visit(PUBLIC[0], dark=dark, width=width, expected=("status of 410",))
    for path in PUBLIC:
        page.goto(path)
        assert_accessible(page)


@LOOKS
def test_axe_finds_nothing_on_ones_own_pages(
    visit: Visit, owner: Client, dark: bool, width: int
) -> None:
    page = visit(OWN[0], owner, dark=dark, width=width)
    for path in OWN:
        page.goto(path)
        assert_accessible(page)


@THEMES
def test_axe_finds_nothing_among_errors(visit: Visit, owner: Client, dark: bool) -> None:
    for path in ("/accounts/login/", "/accounts/signup/", "/accounts/password/reset/"):
        page = visit(path, dark=dark)
        page.locator("main form .button.primary").click()
        expect(page.locator(".error").first).to_be_visible()
        assert_accessible(page)
    for path in ("/me/security/password/", "/accounts/reauthenticate/"):
        page = visit(path, owner, dark=dark)
        page.locator("main form .button.primary").click()
        expect(page.locator("main .error").first).to_be_visible()
        assert_accessible(page)


def test_the_html_is_valid(owner: Client, nora: User) -> None:
    for path in PUBLIC:
        assert_valid_html(Client().get(path).content)
    for path in OWN:
        assert_valid_html(owner.get(path).content)
    assert_valid_html(browser().post("/accounts/signup/", {"kind": "company"}).content)
    assert_valid_html(owner.post("/me/", {"full_name": ""}).content)
    browser().post(reverse("account_reset_password"), {"email": nora.email})
    client = browser()
    link = link_of(letters("password_forgotten")[0])
    assert_valid_html(client.get(link, follow=True).content)


@pytest.mark.flow("G14.1", "G14.7")
@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_signing_in_and_out_by_keyboard(visit: Visit, nora: User, scripts: bool) -> None:
    """Row 56: after signing out, Back shows nothing, and nothing is left in the browser."""
    page = visit("/me/security/", scripts=scripts)
    expect(page.get_by_label("E-mail address of your account")).to_be_focused()
    page.keyboard.type(nora.email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Security of my account")).to_be_visible()
    page.goto("/me/activity/")
    page.goto("/accounts/logout/")
    page.locator("main .button.primary").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.go_back()
    page.go_back()
    expect(page.get_by_text(nora.email)).to_have_count(0)
    if scripts:
        assert page.evaluate("localStorage.length") == 0
        # The one thing htmx keeps is the path it is on, whatever its settings.
        kept = page.evaluate("JSON.stringify({...sessionStorage})")
        assert nora.email not in kept
        assert "<" not in kept


def test_a_password_is_changed_in_a_dialog(visit: Visit, owner: Client) -> None:
    page = visit("/me/security/", owner)
    page.get_by_role("link", name="Change the password").click()
    dialog = page.locator("dialog")
    expect(dialog).to_be_visible()
    assert_accessible(page, "dialog")
    _fill(page, "wrong", "seven green umbrellas")
    expect(dialog.get_by_text("This is not the password of your account.")).to_be_visible()
    _fill(page, PASSWORD, "seven green umbrellas")
    expect(page.locator(".toast").get_by_text("Your password is changed.")).to_be_visible()


def test_alerts_are_saved_when_chosen(visit: Visit, owner: Client, nora: User) -> None:
    page = visit("/me/security/", owner)
    page.get_by_label("Every sign-in").check()
    expect(page.get_by_text("Your choice of alerts is saved.")).to_be_visible()
    nora.refresh_from_db()
    assert nora.sign_in_alerts == "every"


def test_another_session_ends_in_place(visit: Visit, owner: Client) -> None:
    page = visit("/me/security/", owner)
    page.get_by_role("button", name="End the session of Safari on iPhone").click()
    expect(page.get_by_text("The session is ended.")).to_be_visible()
    expect(page.get_by_text("Safari on iPhone")).to_have_count(0)


def _fill(page: Page, old: str, new: str) -> None:
    page.get_by_label("Current password").fill(old)
    page.get_by_label("New password").fill(new)
    submit: Callable[[], None] = page.locator("dialog .button.primary").click
    submit()
