"""Home, the way to a product and an import in a browser: keyboard, no scripts, a phone."""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

import pytest
from django.test import Client
from django.utils import timezone
from playwright.sync_api import Page, expect

from orgs.models import Role
from products.models import Product
from tests.browser import Visit, assert_accessible
from tests.conftest import Cast, join
from tests.products.conftest import make_contact, put_product

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True),
]
As = Callable[..., Client]
PRODUCTS = "/o/alpine/products/"


@pytest.fixture
def domain(cast: Cast) -> Product:
    """A domain that soon runs out, beside another product."""
    put_product(cast.alpine, "Main site", "web_hosting")
    return put_product(
        cast.alpine, "alpine.example", expires_at=timezone.now() + timedelta(days=10)
    )


def picture(page: Page, name: str) -> None:
    if folder := os.environ.get("PICTURES"):
        page.screenshot(path=str(Path(folder) / f"{name}.png"), full_page=True)


@pytest.mark.flow("G16.7")
def test_from_the_middle_of_home_to_a_type_and_to_a_month(
    cast: Cast, visit: Visit, as_: As, domain: Product
) -> None:
    page = visit("/o/alpine/", as_("legal"))
    expect(page.get_by_role("img", name="Products that run out, month by month")).to_be_visible()
    page.get_by_text("The same as a table").click()
    assert_accessible(page)
    month = timezone.localdate(timezone.now() + timedelta(days=10))
    row = page.get_by_role("row").filter(has_text=f"{month:%B %Y}")
    row.get_by_role("link", name="1").first.click()
    expect(page.get_by_role("link", name="alpine.example", exact=True)).to_be_visible()
    page.go_back()
    page.get_by_role("region", name="Web").get_by_role("link", name="Domains").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Domains")
    expect(page.locator("#sidebar a[aria-current=page]")).to_contain_text("Domains")
    page.locator("#sidebar").get_by_role("link", name="Web hosting").click()
    expect(page.get_by_role("link", name="Main site", exact=True)).to_be_visible()


@pytest.mark.flow("G16.8", "G16.10")
def test_the_name_opens_and_the_box_only_selects(
    cast: Cast, visit: Visit, as_: As, domain: Product
) -> None:
    page = visit(PRODUCTS, as_("legal"))
    address = page.url
    page.get_by_label("Select alpine.example").click()
    expect(page.get_by_label("Select alpine.example")).to_be_checked()
    expect(page.get_by_text("1 selected")).to_be_visible()
    assert page.url == address
    page.get_by_role("link", name="alpine.example", exact=True).click()
    expect(page).to_have_url(f"{address}{domain.pk}/")
    expect(page.get_by_role("heading", level=1)).to_have_text("alpine.example")


@pytest.mark.flow("G9.8", "G16.10")
def test_what_is_in_another_organization_is_told_while_typing(
    cast: Cast, visit: Visit, as_: As, domain: Product
) -> None:
    join(cast["collaborator"], cast.rival, Role.ADMINISTRATOR)
    put_product(cast.rival, "lost.example")
    page = visit(PRODUCTS, as_("collaborator"))
    page.get_by_role("main").get_by_role("searchbox").fill("lost")
    link = page.get_by_label("In your other organizations").get_by_role("link")
    expect(link).to_have_text("Rival RIVALMARK")
    assert_accessible(page)
    link.click()
    expect(page.get_by_role("link", name="lost.example", exact=True)).to_be_visible()


@pytest.mark.flow("G16.7", "G9.8")
@pytest.mark.parametrize("scripts", [True, False])
def test_help_leads_to_the_page_that_finds(
    scripts: bool, cast: Cast, visit: Visit, as_: As, domain: Product
) -> None:
    page = visit("/products/", as_("legal"), scripts=scripts, width=390)
    assert_accessible(page) if scripts else None
    picture(page, "find-390")
    page.get_by_role("searchbox", name="Name or identifier contains").fill("alpine.ex")
    page.keyboard.press("Enter")
    expect(page.get_by_role("main").get_by_role("link", name="Alpine ALPINEMARK")).to_be_visible()
    page.get_by_role("main").get_by_role("link", name="Domains").click()
    expect(page.get_by_role("link", name="alpine.example", exact=True)).to_be_visible()


@pytest.mark.parametrize(("scripts", "width"), [(True, 1440), (False, 390)])
def test_a_list_is_pasted_looked_at_corrected_and_imported(
    scripts: bool, width: int, cast: Cast, visit: Visit, as_: As
) -> None:
    make_contact(cast.alpine, "Office")
    page = visit(PRODUCTS, as_("administrator"), scripts=scripts, width=width)
    page.get_by_role("link", name="Import").click()
    text = "domain;paid until;labels\none.example;2027-05-31;live\ntwo;soon;\n"
    page.get_by_label("Products", exact=True).fill(text)
    page.get_by_role("button", name="Check the list").click()
    expect(page.get_by_role("heading", name="1 product can be imported")).to_be_visible()
    expect(page.get_by_text("is no domain name")).to_be_visible()
    if scripts:
        assert_accessible(page)
    picture(page, f"import-{width}")
    page.get_by_label("Products", exact=True).fill(text.replace("two;soon", "two.example;"))
    page.get_by_role("button", name="Check again").click()
    page.get_by_role("button", name="Import 2 products").click()
    expect(page.locator("#toasts")).to_contain_text("2 products are imported.")
    row = page.get_by_role("row").filter(has_text="one.example")
    expect(row.get_by_text("Kept elsewhere")).to_be_visible()
    page.get_by_role("link", name="two.example", exact=True).click()
    expect(page.get_by_text("This product is kept elsewhere")).to_be_visible()
    page.goto(f"{PRODUCTS}{Product.objects.get(name='two.example').pk}/forget/")
    page.get_by_role("button", name="Take off the list").click()
    expect(page.locator("#toasts")).to_contain_text("two.example is off the list.")
