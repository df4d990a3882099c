"""The pages of an Organization in a browser: details, logo, idle sessions, deletion."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from console.shell.models import AuditEntry, OutgoingLetter
from orgs.models import Logo, Organization
from tests.browser import Visit, assert_accessible
from tests.conftest import PASSWORD, Cast, make_organization, make_person, sign_in
from tests.journeys.hands import tab_to
from tests.orgs.details import CLOSE, EDIT, SECURE
from tests.orgs.pictures import picture

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
PNG = {"name": "logo.png", "mimeType": "image/png", "buffer": picture()}


@pytest.mark.flow("GX.7", "E13")
@pytest.mark.parametrize("scripts", [True, False])
def test_details_and_logo_are_changed(cast: Cast, as_: Any, visit: Visit, *, scripts: bool) -> None:
    page = visit("/o/alpine/", as_("administrator"), scripts=scripts)
    page.get_by_role("navigation", name="Console").get_by_role("link", name="Organization").click()
    page.get_by_label("Street and number").fill("Bahnhofstrasse 1")
    page.get_by_label("City").fill("Chur")
    page.get_by_label("Country").select_option("Liechtenstein")
    page.get_by_label("Phone").fill("call me")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_label("Phone")).to_have_attribute("aria-invalid", "true")
    expect(page.get_by_label("City")).to_have_value("Chur")
    page.get_by_label("Phone").fill("237 88 88")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator("#toasts")).to_contain_text("Saved.")
    expect(page.get_by_label("Phone")).to_have_value("+423 237 88 88")
    page.get_by_label("Picture").set_input_files(PNG)  # type: ignore[arg-type]
    page.get_by_role("button", name="Upload the logo").click()
    expect(page.locator("#toasts")).to_contain_text("The logo is changed.")
    mark = page.locator(".topbar img.mark")
    expect(mark).to_have_js_property("naturalWidth", 256)
    if scripts:
        assert_accessible(page)
    assert OutgoingLetter.objects.filter(event="orgs.organization.changed").count() == 3
    page.get_by_role("button", name="Remove the logo").click()
    expect(page.locator(".topbar span.mark")).to_have_text("AA")
    assert not Logo.objects.exists()


@pytest.mark.flow("GX.7")
def test_the_second_administrator_is_told(cast: Cast, as_: Any, visit: Visit) -> None:
    first = visit(EDIT, as_("administrator"))
    second = visit(EDIT, as_("legal"))
    for page, city in ((first, "Chur"), (second, "Bern")):
        page.get_by_label("City").fill(city)
        page.get_by_role("button", name="Save", exact=True).click()
    alert = second.get_by_role("alert")
    expect(alert).to_contain_text("City is now “Chur”")
    expect(second.get_by_label("City")).to_have_value("Bern")
    assert_accessible(second)
    second.get_by_role("button", name="Save", exact=True).click()
    expect(second.locator("#toasts")).to_contain_text("Saved.")
    assert Organization.objects.get(slug="alpine").city == "Bern"


def test_an_idle_rule_is_chosen_by_keyboard(cast: Cast, as_: Any, visit: Visit) -> None:
    page = visit(SECURE, as_("administrator"))
    page.evaluate("window.sameDocument = true")
    tab_to(page, page.get_by_role("button", name="Choose 2 hours for everybody"))
    page.keyboard.press("Enter")
    expect(page.locator("#toasts")).to_contain_text("Saved.")
    row = page.get_by_role("listitem").filter(has_text="2 hours for everybody")
    expect(row).to_contain_text("In force")
    assert page.evaluate("window.sameDocument"), "the page was loaded anew"
    assert Organization.objects.get(slug="alpine").idle_hours == 2
    assert_accessible(page)


def test_an_idle_rule_is_chosen_without_scripts(cast: Cast, as_: Any, visit: Visit) -> None:
    page = visit(SECURE, as_("administrator"), scripts=False)
    page.get_by_role("button", name="Choose 1 hour for everybody").click()
    expect(page.locator("#toasts")).to_contain_text("Saved.")
    assert Organization.objects.get(slug="alpine").idle_hours == 1


@pytest.mark.flow("G15.7")
def test_it_is_deleted_after_proof_of_identity(transactional_db: None, visit: Visit) -> None:
    """By keyboard, with a session that is not fresh: the question comes in between."""
    lonely = make_organization("lonely", "LONELYMARK")
    owner = make_person("Olga Owner", lonely, "legal_representative")
    page = visit("/o/lonely/settings/", sign_in(Client(), owner, fresh=False))
    page.get_by_role("link", name="Delete the organization…").click()
    _type_name(page)
    page.get_by_label("Password of your account").fill(PASSWORD)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Delete the organization")).to_be_visible()
    _type_name(page)
    expect(page).to_have_url(re.compile("/me/organizations/$"))
    expect(page.locator("#toasts")).to_contain_text("Lonely LONELYMARK is deleted.")
    assert not Organization.objects.filter(slug="lonely").exists()
    assert AuditEntry.objects.filter(event="orgs.organization.closed").exists()
    assert page.goto("/o/lonely/").status == 404  # type: ignore[union-attr]


def _type_name(page: Page) -> None:
    tab_to(page, page.get_by_label("Name of the organization"))
    page.keyboard.type("Lonely LONELYMARK")
    page.keyboard.press("Enter")


@pytest.mark.flow("G15.7")
def test_what_stands_against_it_leads_to_its_page(cast: Cast, as_: Any, visit: Visit) -> None:
    page = visit(CLOSE, as_("legal"), scripts=False)
    expect(page.get_by_role("button", name="Delete this organization")).to_have_count(0)
    page.get_by_role("link", name="See the people").click()
    expect(page.get_by_role("heading", name="Users")).to_be_visible()
