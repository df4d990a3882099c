"""Lists as files, in a browser: what is on the screen is in the file, as often as one asks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from django.test import Client
from playwright.sync_api import Locator, Page, expect

from tests.browser import Visit
from tests.conftest import Cast
from tests.products.conftest import Make, make_contact

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
As = Callable[..., Client]


def file_of(page: Page, button: Locator) -> list[str]:
    """The first cells of the file that a button gives, without the heading."""
    with page.expect_download(timeout=5_000) as download:
        button.click()
    text = Path(download.value.path()).read_text("utf-8-sig")
    return [line.partition(";")[0] for line in text.splitlines()[1:]]


def test_the_file_has_what_the_search_left(
    cast: Cast, as_: As, visit: Visit, make_product: Make
) -> None:
    """The table is replaced as one types, the button above it is not."""
    for name in ("alpha.example", "beta.example", "gamma.example"):
        make_product(cast.alpine, name)
    page = visit("/o/alpine/products/", as_("legal"))
    csv = page.get_by_role("link", name="CSV")
    assert file_of(page, csv) == ["alpha.example", "beta.example", "gamma.example"]
    page.get_by_role("searchbox", name="Name or identifier contains").press_sequentially("beta")
    expect(page.get_by_role("link", name="alpha.example", exact=True)).to_have_count(0)
    assert file_of(page, csv) == ["beta.example"]
    page.get_by_role("searchbox", name="Name or identifier contains").fill("")
    expect(page.get_by_role("link", name="alpha.example", exact=True)).to_be_visible()
    page.get_by_role("columnheader", name="Name").get_by_role("link").click()
    expect(page.locator("tbody th").first).to_contain_text("gamma")
    assert file_of(page, csv) == ["gamma.example", "beta.example", "alpha.example"]


def test_an_organization_may_be_called_like_a_file(cast: Cast, as_: As, visit: Visit) -> None:
    """Its links are not those of files."""
    cast.alpine.slug = "export"
    cast.alpine.save(update_fields=["slug"])
    page = visit("/o/export/products/?q=nothing", as_("legal"))
    page.get_by_role("link", name="Import", exact=True).click()
    expect(page.get_by_role("heading", name="Import products")).to_be_visible()
    assert page.url.endswith("/o/export/products/import/")


def test_a_selection_is_exported_more_than_once(
    cast: Cast, as_: As, visit: Visit, make_product: Make
) -> None:
    """A file leaves the page where it is: its button must not stay busy."""
    for name in ("alpha.example", "beta.example"):
        make_product(cast.alpine, name)
    page = visit("/o/alpine/products/", as_("legal"))
    page.get_by_role("checkbox").nth(0).check()
    button = page.get_by_role("button", name="Export the selection")
    first = file_of(page, button)
    assert len(first) >= 1
    assert file_of(page, button) == first


def test_the_check_of_a_list_is_saved_more_than_once(cast: Cast, as_: As, visit: Visit) -> None:
    make_contact(cast.alpine)
    page = visit("/o/alpine/products/import/", as_("legal"))
    page.get_by_role("textbox", name="Products").fill("a.example\nb.example")
    page.get_by_role("button", name="Check the list").click()
    button = page.get_by_role("button", name="The check as a CSV file")
    for _time in (1, 2):
        assert file_of(page, button) == ["1", "2"]
    page.get_by_role("button", name="Import 2 products").click()
    expect(page.get_by_text("2 products are imported.")).to_be_visible()
