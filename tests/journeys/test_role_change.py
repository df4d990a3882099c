"""Changing a role from click to letter: a browser, a worker and a mail server, all real."""

from __future__ import annotations

import re
from collections.abc import Callable
from email import message_from_string
from email.message import EmailMessage
from email.policy import default
from typing import cast as of_type

import pytest
from playwright.sync_api import Page, expect

from console.shell.models import AuditEntry
from tests.browser import Visit, assert_accessible
from tests.conftest import PASSWORD, Cast
from tests.journeys.hands import (
    CORA,
    USERS,
    choose,
    open_role_dialog,
    row_of,
    sign_in_by_page,
    tab_to,
)
from tests.letters.processes import MailServer, Process, wait_until

pytestmark = [
    pytest.mark.browser,
    pytest.mark.worker,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
    pytest.mark.flow("G1.4", "G1.5", "E1"),
]
Works = Callable[..., Process]
SENTENCE = (
    "Adrian Admin ALPINEMARK changed your role in Alpine ALPINEMARK: you were Collaborator and "
    "are now External."
)
TOAST = f"{CORA} is now External."


def test_it_goes_from_click_to_letter(
    cast: Cast, visit: Visit, works: Works, mail_server: MailServer
) -> None:
    works()
    page = visit(f"/accounts/login/?next={USERS}")
    sign_in_by_page(page, cast["administrator"])
    page.evaluate("window.sameDocument = true")
    dialog = open_role_dialog(page)
    expect(dialog.get_by_role("radio", name="Collaborator")).to_be_focused()
    expect(dialog.get_by_text("Nothing changes yet")).to_be_visible()
    choose(dialog, "External")
    _expect_preview(page)
    dialog.get_by_role("button", name="Save", exact=True).click()
    _expect_done(page)
    assert page.evaluate("window.sameDocument"), "the page was loaded anew"
    _expect_letter(mail_server, cast)


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
    expect(page.get_by_role("heading", name="Users")).to_be_visible()
    tab_to(page, page.get_by_label(f"Actions for {CORA}"))
    page.keyboard.press("Enter")
    expect(page.locator("#menu .item").first).to_be_focused()
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("radio", name="Collaborator")).to_be_focused()
    page.keyboard.press("ArrowDown")
    expect(dialog.get_by_role("radio", name="External")).to_be_checked()
    _expect_preview(page)
    tab_to(page, dialog.get_by_role("button", name="Save", exact=True))
    page.keyboard.press("Enter")
    _expect_done(page)
    _expect_letter(mail_server, cast)


def test_it_goes_without_scripts(
    cast: Cast, visit: Visit, works: Works, mail_server: MailServer
) -> None:
    works()
    page = visit(f"/accounts/login/?next={USERS}", scripts=False)
    sign_in_by_page(page, cast["administrator"])
    row_of(page).get_by_label("Actions").click()
    expect(page.get_by_role("heading", name=f"Actions for {CORA}")).to_be_visible()
    page.get_by_role("link", name="Modify the role").click()
    page.get_by_role("radio", name="External").check()
    page.get_by_role("button", name="Show what changes").click()
    expect(page.get_by_role("radio", name="External")).to_be_checked()
    expect(page.get_by_text("Loses 4 rights")).to_be_visible()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name=CORA)).to_be_visible()
    expect(page.locator("#toasts")).to_contain_text(TOAST)
    expect(page.locator(".page-title")).to_contain_text("External")
    _expect_letter(mail_server, cast)


def _expect_preview(page: Page) -> None:
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_text("Loses 4 rights")).to_be_visible()
    expect(dialog.get_by_text("Gains nothing")).to_be_visible()
    loses = dialog.locator(".delta section").first
    expect(loses.get_by_role("listitem")).to_have_text(
        [
            "See the list of people",
            "Take part in what is shared with the whole organization",
            "See the teams and who is in them",
            "Add people to the teams one leads, and take them out",
        ]
    )
    expect(dialog.locator(".delta").get_by_text(re.compile(r"Keeps \d"))).to_be_visible()
    assert_accessible(page)


def _expect_done(page: Page) -> None:
    expect(page.get_by_role("dialog")).to_have_count(0)
    expect(page.locator("#toasts .toast")).to_have_text(re.compile(re.escape(TOAST)))
    expect(row_of(page).locator(".badge")).to_have_text("External")
    expect(page.get_by_label(f"Actions for {CORA}")).to_be_focused()
    expect(page).to_have_url(re.compile(f"{USERS}$"))


def _expect_letter(mail_server: MailServer, cast: Cast) -> None:
    """Exactly one, to her, which says who changed what, and what it means."""
    wait_until(lambda: _letters(mail_server, cast), 20, "the letter about the role")
    letters = _letters(mail_server, cast)
    assert len(letters) == 1
    letter = letters[0]
    assert letter["Subject"] == "Your role in Alpine ALPINEMARK is now External"
    for kind in ("plain", "html"):
        body = letter.get_body((kind,))
        assert body is not None
        words = " ".join(body.get_content().split())
        assert SENTENCE in words
        assert "You can no longer:" in words
        assert "see the list of people" in words.lower()
    assert AuditEntry.objects.filter(event="orgs.member.role_changed").count() == 1


def _letters(mail_server: MailServer, cast: Cast) -> list[EmailMessage]:
    return [
        of_type(EmailMessage, message_from_string(each["raw"], policy=default))
        for each in mail_server.accepted
        if each["to"] == [cast["collaborator"].email]
    ]
