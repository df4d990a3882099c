"""Access to products in a browser: given to a person and from the product, changed, withdrawn."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import expect

from products.models import Grant, Product
from tests.browser import Visit, assert_accessible
from tests.conftest import Cast
from tests.journeys.hands import CORA, USERS, choose, open_role_dialog
from tests.products.conftest import Make
from tests.products.granting import ACCESS, given, rows_of

As = Callable[..., Client]
pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
EMIL = "Emil External ALPINEMARK"


@pytest.fixture
def site(cast: Cast, make_product: Make) -> Product:
    """A domain of `alpine`, and some more products."""
    make_product(cast.alpine, "Files of the studio", type="drive")
    make_product(cast.alpine, "zebra.example")
    return make_product(cast.alpine, "alpine.example")


@pytest.mark.flow("G1.10", "G3.11")
def test_products_are_searched_ticked_and_given_to_a_person(
    cast: Cast, visit: Visit, as_: As, site: Product
) -> None:
    page = visit(USERS, as_("administrator"))
    page.get_by_label(f"Actions for {CORA}").click()
    page.locator("#menu").get_by_text("Modify product access").click()
    expect(page.get_by_role("heading", name=f"Product access of {CORA}")).to_be_visible()
    page.get_by_role("checkbox", name="alpine.example").check()
    page.get_by_placeholder("Name or identifier contains").fill("studio")
    expect(page.get_by_role("checkbox", name="zebra.example")).to_have_count(0)
    expect(page.get_by_role("checkbox", name="alpine.example")).to_be_checked()
    page.get_by_role("checkbox", name="Files of the studio").check()
    page.get_by_role("radio", name="Manage").check()
    page.get_by_label("Reason").fill("The relaunch")
    page.get_by_role("button", name="Give access", exact=True).click()
    expect(page.get_by_text(f"{CORA} now has access to 2 products.")).to_be_visible()
    expect(page.get_by_role("row").filter(has_text="Files of the studio")).to_be_visible()
    assert rows_of(cast.alpine) == {
        ("product", "alpine.example", "manage"),
        ("product", "Files of the studio", "manage"),
    }
    assert_accessible(page)

    page.get_by_role("link", name="Change: alpine.example").click()
    dialog = page.get_by_role("dialog", name="Change access")
    dialog.get_by_role("radio", name="See").check()
    dialog.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved: alpine.example (See)")).to_be_visible()

    page.get_by_role("checkbox", name="Select all").check()
    page.get_by_role("button", name="Withdraw…").click()
    dialog = page.get_by_role("dialog", name="Withdraw access")
    expect(dialog.get_by_text("These 2 end at once:")).to_be_visible()
    assert_accessible(page, "dialog")
    dialog.get_by_role("button", name="Withdraw").click()
    expect(page.get_by_text("2 accesses withdrawn.")).to_be_visible()
    assert not Grant.objects.exists()


@pytest.mark.flow("G1.10")
def test_everything_is_one_click(cast: Cast, visit: Visit, as_: As, site: Product) -> None:
    path = f"{ACCESS}users/{cast.membership('collaborator').pk}/"
    page = visit(path, as_("legal"))
    page.get_by_role("button", name="Everything, with maximum permissions").click()
    expect(
        page.get_by_role("row").filter(has_text="Every product, future ones too")
    ).to_be_visible()
    assert rows_of(cast.alpine) == {("everything", "", "manage")}


@pytest.mark.flow("G3.11")
def test_somebody_is_found_and_given_access_from_the_product(
    cast: Cast, visit: Visit, as_: As, site: Product
) -> None:
    page = visit(f"/o/alpine/products/{site.pk}/", as_("administrator"))
    page.get_by_role("link", name="Grant access").click()
    dialog = page.get_by_role("dialog", name="Grant access to alpine.example")
    dialog.get_by_placeholder("Person, team or partner").fill("emil")
    expect(dialog.get_by_role("radio", name=CORA)).to_have_count(0)
    dialog.get_by_role("button", name="Grant access").click()
    expect(dialog.get_by_text("Choose who gets the access.")).to_be_visible()
    dialog.get_by_role("radio", name=EMIL).check()
    dialog.get_by_role("radio", name="See").check()
    assert_accessible(page, "dialog")
    dialog.get_by_role("button", name="Grant access").click()
    expect(page.get_by_role("row").filter(has_text=EMIL)).to_be_visible()
    expect(page.get_by_role("link", name="Why")).to_be_visible()
    assert rows_of(cast.alpine) == {("product", "alpine.example", "view")}
    page.get_by_role("link", name="Why").click()
    expect(page.get_by_text("here alpine.example")).to_be_visible()
    expect(page.get_by_text("given by Adrian Admin")).to_be_visible()


@pytest.mark.flow("G1.6")
def test_choosing_collaborator_goes_on_to_the_products(
    cast: Cast, visit: Visit, as_: As, site: Product
) -> None:
    page = visit(USERS, as_("legal"))
    dialog = open_role_dialog(page, EMIL)
    choose(dialog, "Collaborator")
    dialog.get_by_role("button", name="Save and choose products").click()
    expect(page.get_by_role("heading", name=f"Product access of {EMIL}")).to_be_visible()
    expect(page.get_by_text(f"{EMIL} is now Collaborator.")).to_be_visible()


def test_it_works_without_scripts(cast: Cast, visit: Visit, as_: As, site: Product) -> None:
    emil = cast.membership("external")
    given(cast, emil, products=[site])
    page = visit(f"{ACCESS}users/{emil.pk}/", as_("legal"), scripts=False)
    page.get_by_role("checkbox", name="zebra.example").check()
    page.get_by_placeholder("Name or identifier contains").fill("studio")
    page.get_by_role("button", name="Search", exact=True).click()
    expect(page.get_by_role("checkbox", name="zebra.example")).to_be_checked()
    page.get_by_role("radio", name="Manage").check()
    page.get_by_role("button", name="Give access", exact=True).click()
    expect(page.get_by_role("row").filter(has_text="zebra.example")).to_be_visible()
    page.get_by_role("checkbox", name="Select alpine.example").check()
    page.get_by_role("button", name="Withdraw…").click()
    page.get_by_role("button", name="Withdraw", exact=True).click()
    expect(page.get_by_text("Withdrawn from")).to_be_visible()
    assert rows_of(cast.alpine) == {("product", "zebra.example", "manage")}
