"""Inviting somebody, from the button to being in: browser, worker and mail server are real."""

from __future__ import annotations

import re
from collections.abc import Callable
from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from typing import cast as of_type
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, expect

from console.shell.models import AuditEntry
from orgs.models import Invitation, Membership
from tests.browser import Visit, assert_accessible
from tests.conftest import PASSWORD, Cast
from tests.journeys.hands import USERS, sign_in_by_page, tab_to
from tests.letters.processes import MailServer, Process, wait_until
from tests.products.conftest import Make

pytestmark = [
    pytest.mark.browser,
    pytest.mark.worker,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.flow("G1.1", "G1.2", "G1.6", "G1.13", "E2"),
]
Works = Callable[..., Process]
NEW = "nina.new@nowhere.example"
SUBJECT = "Adrian Admin ALPINEMARK invites you to Alpine ALPINEMARK"
SECRET = "seven green umbrellas"


def test_somebody_new_is_invited_and_opens_an_account(
    cast: Cast, visit: Visit, works: Works, mail_server: MailServer, make_product: Make
) -> None:
    works()
    make_product(cast.alpine, "alpine.example")
    make_product(cast.alpine, "zebra.example")
    page = visit(f"/accounts/login/?next={USERS}")
    sign_in_by_page(page, cast["administrator"])
    page.get_by_role("link", name="Add a user").click()
    _fill_in(page, NEW, "Collaborator", look=True, product="zebra.example")
    expect(page.locator("#toasts")).to_contain_text(f"The invitation to {NEW} is on its way.")
    expect(page.get_by_role("row").filter(has_text=NEW)).to_contain_text("Open")
    assert_accessible(page)

    guest = visit(_link(mail_server, NEW))
    expect(guest).to_have_url(re.compile("/accounts/invitation/$"))
    expect(guest.get_by_role("heading", name="Join Alpine ALPINEMARK?")).to_be_visible()
    expect(guest.get_by_text("zebra.example (Manage)")).to_be_visible()
    assert_accessible(guest)
    guest.get_by_label("First and last name").fill("Nina New")
    guest.get_by_label("Password").fill("short")
    guest.get_by_role("button", name="Open the account and join").click()
    expect(guest.get_by_label("First and last name")).to_have_value("Nina New")
    assert_accessible(guest)
    guest.get_by_label("Password").fill(SECRET)
    guest.get_by_role("button", name="Open the account and join").click()
    _expect_in(guest, "Collaborator")
    guest.goto("/o/alpine/products/")
    expect(guest.get_by_role("link", name="zebra.example", exact=True)).to_be_visible()
    expect(guest.get_by_role("link", name="alpine.example", exact=True)).to_have_count(0)
    page.reload()
    expect(page.get_by_role("row").filter(has_text=NEW)).to_contain_text("Accepted")
    assert AuditEntry.objects.filter(event="orgs.member.joined").count() == 1


def test_somebody_with_an_account_signs_in_and_joins(
    cast: Cast, visit: Visit, works: Works, mail_server: MailServer
) -> None:
    """In a browser where another account is signed in: told so, and nothing is bound to it."""
    works()
    stranger = cast["stranger"]
    page = visit(f"/accounts/login/?next={USERS}")
    sign_in_by_page(page, cast["administrator"])
    page.get_by_role("link", name="Add a user").click()
    _fill_in(page, stranger.email, "External")
    expect(page.locator("#toasts")).to_contain_text("is on its way.")
    page.goto(_link(mail_server, stranger.email))
    expect(page.get_by_text("You are signed in as")).to_be_visible()
    page.get_by_role("button", name="Sign out and go on").click()
    page.get_by_role("link", name="Sign in").click()
    sign_in_by_page(page, stranger)
    page.get_by_role("button", name="Join").click()
    _expect_in(page, "External")
    assert Membership.objects.filter(user=stranger).count() == 2
    assert (
        not Membership.objects.filter(user=cast["administrator"], organization=cast.alpine)
        .exclude(role="administrator")
        .exists()
    )


def test_it_goes_by_keyboard_alone(
    cast: Cast, visit: Visit, works: Works, mail_server: MailServer
) -> None:
    works()
    page = visit(f"/accounts/login/?next={USERS}")
    expect(page.get_by_label("E-mail address of your account")).to_be_focused()
    page.keyboard.type(cast["administrator"].email)
    page.keyboard.press("Tab")
    page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="Add a user"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("textbox", name="E-mail address"))
    page.keyboard.type(NEW)
    page.keyboard.press("Tab")
    page.keyboard.press("ArrowDown")
    expect(page.get_by_role("radio", name="External")).to_be_checked()
    page.keyboard.press("Enter")
    expect(page.get_by_text("What they may reach")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Continue"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Product events")).to_be_visible()
    tab_to(page, page.get_by_role("button", name="Continue"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("button", name="Send the invitation"))
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("is on its way.")

    guest = visit(_link(mail_server, NEW))
    tab_to(guest, guest.get_by_label("First and last name"))
    guest.keyboard.type("Nina New")
    guest.keyboard.press("Tab")
    guest.keyboard.type(SECRET)
    guest.keyboard.press("Enter")
    _expect_in(guest, "External")


def test_it_goes_without_scripts(
    cast: Cast, visit: Visit, works: Works, mail_server: MailServer
) -> None:
    works()
    page = visit(f"/accounts/login/?next={USERS}", scripts=False)
    sign_in_by_page(page, cast["administrator"])
    page.get_by_role("link", name="Add a user").click()
    _fill_in(page, NEW, "External")
    expect(page.get_by_role("row").filter(has_text=NEW)).to_contain_text("Open")
    page.get_by_label(f"Actions for {NEW}").click()
    page.get_by_role("link", name="Send again").click()
    page.get_by_role("button", name="Send again").click()
    expect(page.locator("#toasts")).to_contain_text("is on its way.")
    wait_until(lambda: len(_letters(mail_server, NEW)) == 2, 20, "the second letter")
    guest = visit(_link(mail_server, NEW), scripts=False)
    guest.get_by_role("button", name="Decline").click()
    expect(guest.get_by_role("heading", name="Invitation declined")).to_be_visible()


def test_many_are_pasted_looked_at_and_invited(
    cast: Cast, visit: Visit, works: Works, mail_server: MailServer
) -> None:
    works()
    page = visit("/accounts/login/?next=/o/alpine/users/invite/many/")
    sign_in_by_page(page, cast["administrator"])
    page.get_by_label("People", exact=True).fill("a@x.example\nb@x.example;boss\nc@x.example")
    page.get_by_role("button", name="Check the list").click()
    expect(page.get_by_role("row").filter(has_text="b@x.example")).to_contain_text("no role “boss”")
    assert_accessible(page)
    page.get_by_role("radio", name="Everything").check()
    page.get_by_label("Reason").press("Enter")
    expect(page.get_by_text("Something is missing in what they may reach.")).to_be_visible()
    page.get_by_role("radio", name="Manage").check()
    page.get_by_label("Reason").press("Enter")
    expect(page.get_by_text("Every product, future ones too (Manage)")).to_be_visible()
    assert not Invitation.objects.exists(), "Enter in a field looks through the list again"
    assert_accessible(page)
    page.get_by_role("button", name="Invite 2 people").click()
    expect(page.locator("#toasts")).to_contain_text("2 invitations are on their way.")
    for address in ("a@x.example", "c@x.example"):
        assert _link(mail_server, address)
    assert not _letters(mail_server, "b@x.example")


def _choose(page: Page, product: str) -> None:
    """Look for a product, tick it, and go one step too far and back: the tick stays."""
    expect(page.get_by_role("radio", name="Manage")).to_be_hidden()
    page.get_by_role("radio", name="Chosen products").check()
    page.get_by_placeholder("Name or identifier contains").fill(product[:5])
    expect(page.get_by_role("checkbox")).to_have_count(1)
    page.get_by_role("checkbox", name=product).check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("Choose how far the access goes.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("radio", name="Manage").check()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Product events")).to_be_visible()
    page.get_by_role("button", name="Back").click()
    expect(page.get_by_role("checkbox", name=product)).to_be_checked()
    expect(page.get_by_role("radio", name="Manage")).to_be_checked()


def _fill_in(page: Page, email: str, role: str, *, look: bool = False, product: str = "") -> None:
    page.get_by_role("textbox", name="E-mail address").fill(email)
    page.get_by_role("radio", name=role).check()
    accounting = page.get_by_label("With the accounting right")
    if role == "Collaborator":
        expect(accounting).to_be_visible()
    else:
        expect(accounting).to_be_hidden()
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("What they may reach")).to_be_visible()
    if product:
        _choose(page, product)
    if look:
        assert_accessible(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_role("heading", name="Product events")).to_be_visible()
    if look:
        assert_accessible(page)
    page.get_by_role("button", name="Continue").click()
    expect(page.get_by_text("This is what the invitation gives:")).to_be_visible()
    expect(page.get_by_text(email)).to_be_visible()
    if look:
        assert_accessible(page)
    page.get_by_role("button", name="Send the invitation").click()


def _expect_in(page: Page, role: str) -> None:
    expect(page).to_have_url(re.compile("/o/alpine/$"))
    expect(page.locator("#toasts")).to_contain_text(f"You are in Alpine ALPINEMARK now, as {role}.")


def _link(mail_server: MailServer, to: str) -> str:
    """The path in the newest letter to that address, once it has come."""
    wait_until(lambda: _letters(mail_server, to), 20, "the invitation")
    letter = _letters(mail_server, to)[-1]
    assert letter["Subject"] == SUBJECT
    found = []
    for kind in ("plain", "html"):
        body = letter.get_body((kind,))
        assert body is not None
        link = re.search(r"https?://[^\s\"]+/accounts/invitation/\w+/", body.get_content())
        assert link
        found.append(urlsplit(link[0]).path)
    assert found[0] == found[1]
    return found[0]


def _letters(mail_server: MailServer, to: str) -> list[EmailMessage]:
    return [
        of_type(EmailMessage, message_from_string(each["raw"], policy=default))
        for each in mail_server.accepted
        if each["to"] == [to]
    ]
