"""Blocking in a browser, with the tab of somebody who manages the product open beside it."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from orgs.models import Team
from products.models import Grant, Product
from tests.browser import Visit, assert_accessible
from tests.conftest import Cast
from tests.products.conftest import make_contact
from tests.products.test_tag_attach import names

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
As = Callable[..., Client]
PRODUCTS = "/o/alpine/products/"


@pytest.fixture
def site(cast: Cast) -> Product:
    """A domain that the team Web manages."""
    team = Team.objects.get(organization=cast.alpine)
    Grant.objects.create(
        organization=cast.alpine, team=team, scope="everything", level="manage", given_by="Lara"
    )
    return Product.objects.create(
        organization=cast.alpine,
        type="domain",
        name="alpine.example",
        holder=make_contact(cast.alpine),
        sort_name="alpine.example",
        search_text="ALPINE.EXAMPLE",
    )


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"))


@pytest.mark.flow("G3.1", "G3.3", "G3.5", "G3.6")
def test_a_block_holds_in_a_tab_that_is_open(
    cast: Cast, visit: Visit, as_: As, site: Product
) -> None:
    collaborator = visit(PRODUCTS, as_("collaborator"))
    collaborator.get_by_role("link", name="Tags of alpine.example").click()
    dialog = collaborator.get_by_role("dialog", name="Tags of alpine.example")
    dialog.get_by_label("Find a tag, or name a new one").fill("mine")

    page = visit(PRODUCTS, as_("administrator"))
    page.get_by_label("Actions for alpine.example").click()
    page.locator("#menu").get_by_text("Block product management").click()
    block = page.get_by_role("dialog", name="Block the management of alpine.example")
    expect(block.get_by_text("Cora Collaborator ALPINEMARK, Collaborator")).to_be_visible()
    block.get_by_label("Reason").fill("Audit until Friday")
    assert_accessible(page, "dialog")
    picture(page, "block")
    block.get_by_role("button", name="Block product management").click()
    expect(page.get_by_role("dialog")).to_have_count(0)
    row = page.get_by_role("row").filter(has_text="alpine.example")
    expect(row.get_by_text("Blocked")).to_be_visible()
    expect(page.get_by_label("Actions for alpine.example")).to_be_focused()

    dialog.get_by_role("button", name="Save", exact=True).click()
    reason = "The management of this product is blocked for everybody but administrators."
    expect(collaborator.get_by_text(reason).first).to_be_visible()
    assert names(site) == []
    collaborator.goto(f"{PRODUCTS}{site.pk}/")
    expect(collaborator.get_by_text("The management of this product is blocked.")).to_be_visible()
    expect(collaborator.get_by_text("Audit until Friday").first).to_be_visible()
    assert_accessible(collaborator)
    picture(collaborator, "blocked-for-her")

    page.goto(f"{PRODUCTS}{site.pk}/")
    assert_accessible(page)
    page.emulate_media(color_scheme="dark")
    picture(page, "blocked-dark")
    page.get_by_role("link", name="Open again").click()
    opened = page.get_by_role("dialog", name="Open the management of alpine.example again")
    opened.get_by_role("button", name="Unblock product management").click()
    expect(page.get_by_text("The management of this product is blocked.")).to_have_count(0)

    collaborator.goto(f"{PRODUCTS}{site.pk}/tags/")
    collaborator.get_by_label("Find a tag, or name a new one").fill("mine")
    collaborator.get_by_role("button", name="Save", exact=True).click()
    expect(collaborator.locator("#toasts")).to_contain_text("are saved")
    assert names(site) == ["mine"]


@pytest.mark.flow("G3.5", "G3.6")
def test_it_goes_without_scripts_and_on_a_phone(
    cast: Cast, visit: Visit, as_: As, site: Product
) -> None:
    page = visit(PRODUCTS, as_("legal"), scripts=False, width=390)
    row = page.get_by_role("row").filter(has_text="alpine.example")
    row.get_by_label("Actions").click()
    page.get_by_role("link", name="Block product management").click()
    picture(page, "block-390")
    page.get_by_role("button", name="Block product management").click()
    expect(page.locator("#toasts")).to_contain_text("The management of alpine.example is blocked.")
    expect(page.get_by_text("Blocked by Lara Legal ALPINEMARK")).to_be_visible()
    picture(page, "blocked-390")
    page.get_by_role("link", name="Open again").click()
    page.get_by_role("button", name="Unblock product management").click()
    expect(page.locator("#toasts")).to_contain_text("is open again.")
    site.refresh_from_db()
    assert site.blocked_at is None
