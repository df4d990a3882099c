"""Tags in a browser: in place on the list, on the page where they are kept, without scripts."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from products.models import Product, Tag
from products.tag_names import fold_name
from tests.browser import Visit, assert_accessible
from tests.conftest import Cast
from tests.products.conftest import make_contact
from tests.products.test_tag_attach import make_tag, names

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
As = Callable[..., Client]
PRODUCTS, TAGS = "/o/alpine/products/", "/o/alpine/tags/"


@pytest.fixture
def site(cast: Cast) -> Product:
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


@pytest.mark.flow("G7.1", "G7.3")
def test_a_tag_is_made_and_taken_off_in_the_column(
    cast: Cast, visit: Visit, as_: As, site: Product
) -> None:
    make_tag(cast.alpine, "Archive")
    make_tag(cast.alpine, "Internal tool")
    page = visit(f"{PRODUCTS}?type=domain", as_("administrator"))
    page.evaluate("window.sameDocument = true")
    page.get_by_role("link", name="Tags of alpine.example").click()
    dialog = page.get_by_role("dialog", name="Tags of alpine.example")
    field = dialog.get_by_label("Find a tag, or name a new one")
    expect(field).to_be_focused()
    assert_accessible(page, "dialog")
    picture(page, "dialog")
    field.fill("intern")
    expect(dialog.get_by_label("Archive")).to_be_hidden()
    expect(dialog.get_by_label("Internal tool")).to_be_visible()
    field.fill("Live shop")
    dialog.get_by_role("radio", name="Moss").check()
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_have_count(0)
    cell = page.get_by_role("link", name="Tags of alpine.example: Live shop")
    expect(cell).to_be_focused()
    assert_accessible(page)
    picture(page, "list")

    page.keyboard.press("Enter")
    dialog.get_by_label("Live shop").uncheck()
    dialog.get_by_label("Archive").check()
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("link", name="Tags of alpine.example: Archive")).to_be_visible()
    assert names(site) == ["Archive"]
    assert page.evaluate("window.sameDocument"), "the page was loaded anew"
    assert page.url.endswith("?type=domain")


@pytest.mark.flow("G7.3")
def test_it_goes_without_scripts(cast: Cast, visit: Visit, as_: As, site: Product) -> None:
    page = visit(PRODUCTS, as_("administrator"), scripts=False)
    page.get_by_role("row").filter(has_text="alpine.example").get_by_label("Tags").click()
    page.get_by_label("Find a tag, or name a new one").fill("Live shop")
    page.get_by_role("radio", name="Plum").check()
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_role("heading", name="alpine.example")).to_be_visible()
    expect(page.locator("#toasts")).to_contain_text("The tags of alpine.example are saved.")
    assert Tag.objects.get().hue == "plum"
    assert names(site) == ["Live shop"]


@pytest.mark.flow("G7.4", "G7.5")
def test_tags_are_kept_on_a_page_of_their_own(
    cast: Cast, visit: Visit, as_: As, site: Product
) -> None:
    make_tag(cast.alpine, "Web", site)
    page = visit(TAGS, as_("legal"))
    page.get_by_role("link", name="Create a tag").click()
    dialog = page.get_by_role("dialog", name="New tag")
    dialog.get_by_label("Name").fill("web")
    dialog.get_by_role("button", name="Make the tag").click()
    expect(dialog.get_by_text("There is a tag “Web” already.")).to_be_visible()
    assert_accessible(page, "dialog")
    picture(page, "new")
    dialog.get_by_label("Name").fill("Web site")
    dialog.get_by_role("radio", name="Iris").check()
    dialog.get_by_role("button", name="Make the tag").click()
    expect(page.get_by_role("link", name="Web site", exact=True)).to_be_visible()

    page.get_by_label("Actions for Web", exact=True).click()
    page.locator("#menu").get_by_text("Merge into another").click()
    dialog = page.get_by_role("dialog", name="Merge Web")
    expect(dialog.get_by_text("1 product bears this tag.")).to_be_visible()
    dialog.get_by_label("Tag that stays").select_option("Web site")
    picture(page, "merge")
    dialog.get_by_role("button", name="Merge").click()
    expect(page.get_by_text("“Web” is part of “Web site” now.")).to_be_visible()
    assert names(site) == ["Web site"]
    page.get_by_label("Actions for Web site").click()
    page.locator("#menu").get_by_text("Delete").click()
    dialog = page.get_by_role("dialog", name="Delete Web site")
    dialog.get_by_role("button", name="Delete the tag").click()
    expect(page.get_by_text("No tag yet")).to_be_visible()
    assert names(site) == []


@pytest.mark.flow("G7.1")
def test_every_color_reads_in_both_themes_and_on_a_phone(
    cast: Cast, visit: Visit, as_: As, site: Product
) -> None:
    for value, label in Tag.Hue.choices:
        Tag.objects.create(
            organization=cast.alpine, name=str(label), sort_name=fold_name(str(label)), hue=value
        )
    Tag.objects.create(organization=cast.alpine, name="W" * 60, sort_name="w" * 60)
    page = visit(TAGS, as_("legal"))
    for dark in (False, True):
        page.emulate_media(color_scheme="dark" if dark else "light")
        for width in (1440, 390):
            page.set_viewport_size({"width": width, "height": 900})
            for path in (TAGS, f"{TAGS}new/", f"{PRODUCTS}{site.pk}/tags/"):
                page.goto(path)
                assert_accessible(page)
                picture(page, f"{path.strip('/').replace('/', '-')}-{width}-{dark}")
                wide = page.evaluate("document.documentElement.scrollWidth > innerWidth")
                assert not wide, f"{path} at {width}"
