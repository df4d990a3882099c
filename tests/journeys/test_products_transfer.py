"""A failed transfer is started again in a browser, without paying again (G10.2, G10.3)."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client
from playwright.sync_api import Page, expect

from products.models import Charge, IncomingTransfer, RegistrarOrder
from tests.browser import Visit, assert_accessible
from tests.conftest import Cast
from tests.products.conftest import *  # noqa: F403 -- the price list of the tests
from tests.products.renewing import PRODUCTS, in_days, put_domain

pytestmark = [pytest.mark.browser, pytest.mark.slow, pytest.mark.django_db(transaction=True)]
As = Callable[..., Client]


@pytest.fixture
def at(cast: Cast) -> str:
    """The page of a domain whose transfer failed."""
    product = put_domain(cast.alpine, "moving.example", in_days(90), status="transfer_failed")
    paid = Charge.objects.create(
        organization=cast.alpine, key="transfer-k-1", purpose="transfer",
        product_name=product.name, amount="16.00", currency="CHF", created_by="Lara",
        source="https://registrar.example/",
    )  # fmt: skip
    IncomingTransfer.objects.create(
        organization=cast.alpine, product=product, state="failed", failure_code=2202,
        asked_by_name="Lara", charge=paid, attempts=1,
    )  # fmt: skip
    return f"{PRODUCTS}{product.pk}/"


def _is_under_way(page: Page) -> None:
    expect(page.get_by_text("This domain is on its way here.")).to_be_visible()
    assert Charge.objects.count() == RegistrarOrder.objects.count() == 1


@pytest.mark.flow("G10.2", "G10.3")
def test_a_failed_transfer_is_started_again(visit: Visit, as_: As, at: str) -> None:
    page = visit(at, as_("legal"))
    expect(page.get_by_text("The transfer of this domain failed.")).to_be_visible()
    assert_accessible(page)
    page.get_by_role("link", name="Start the transfer again").click()
    dialog = page.get_by_role("dialog")
    expect(dialog.get_by_role("textbox")).to_be_visible()
    assert_accessible(page, "dialog")
    dialog.get_by_role("textbox").fill("Right-Code-1")
    dialog.get_by_role("button", name="Start the transfer again").dblclick()
    _is_under_way(page)


@pytest.mark.flow("G10.2")
def test_it_goes_without_scripts_on_a_phone(visit: Visit, as_: As, at: str) -> None:
    page = visit(at, as_("administrator"), scripts=False, width=390)
    page.get_by_role("link", name="Start the transfer again").click()
    page.get_by_role("textbox", name="New authorization code").fill("Right-Code-1")
    page.get_by_role("button", name="Start the transfer again").click()
    _is_under_way(page)
