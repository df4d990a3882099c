"""Nobody pays for a time that is over already: what ran out years ago is not renewed into the
past, neither by hand nor by the clock (G9.4, G9.5)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from products import renewal_clock
from products.models import Charge, Product
from products.quotes import terms
from products.registrar.life import add_years
from tests.conftest import Cast
from tests.products.conftest import Make
from tests.products.renewing import PRODUCTS, entries, form_of, in_days, letters, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("priced")]
As = Callable[..., Client]


@pytest.fixture
def put(cast: Cast, make_product: Make) -> Callable[..., Product]:
    def make(days: int, **more: object) -> Product:
        return make_product(
            cast.alpine, "Main site", type="web_hosting", status="expired",
            expires_at=in_days(-days), **more,
        )  # fmt: skip

    return make


@pytest.mark.flow("G9.5")
def test_only_what_reaches_today_is_offered(as_: As, put: Callable[..., Product]) -> None:
    hosting = put(500)
    page = as_("legal").get(f"{PRODUCTS}{hosting.pk}/renew/").content.decode()
    assert "CHF 108.00" not in page
    assert "CHF 200.00" in page
    form = form_of(as_("legal"), hosting, "renew") | {"term": "1 108.00 CHF"}
    assert send(as_("legal"), hosting, "renew", **form) == 422
    assert not Charge.objects.exists()
    form["term"] = "2 200.00 CHF"
    assert send(as_("legal"), hosting, "renew", **form) == 302
    hosting.refresh_from_db()
    assert hosting.expires_at
    assert hosting.expires_at > timezone.now()


@pytest.mark.flow("G9.5")
def test_where_nothing_reaches_today_it_says_so(as_: As, put: Callable[..., Product]) -> None:
    hosting = put(365 * 5)
    page = as_("legal").get(f"{PRODUCTS}{hosting.pk}/renew/").content.decode()
    assert "ran out so long ago" in page
    assert "No price is known" not in page


@pytest.mark.flow("G9.4")
def test_the_warranty_does_not_pay_year_after_year(put: Callable[..., Product]) -> None:
    hosting = put(365 * 3, warranty=True)
    for _run in range(4):
        renewal_clock.run(timezone.now())
    assert not Charge.objects.exists()
    was = hosting.expires_at
    hosting.refresh_from_db()
    assert hosting.expires_at == was
    assert len(entries("renewal_failed")) == 1
    assert all("ran out so long ago" in each.text for each in letters("renewal_failed"))


def test_a_term_that_ends_this_very_moment_is_none(put: Callable[..., Product]) -> None:
    hosting = put(10)
    assert hosting.expires_at
    end = add_years(hosting.expires_at, 1)
    assert [each.years for each in terms(hosting, end)] == [2, 3]
    assert [each.years for each in terms(hosting, end - timedelta(seconds=1))] == [1, 2, 3]
