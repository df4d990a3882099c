"""The clock of the renewals after days off, and beside a product that it cannot renew."""

from __future__ import annotations

from datetime import timedelta

import pytest

from products import renewal_clock
from products.actions import renewal_clock as actions
from products.models import Charge, Notice, Product, RegistrarOrder
from products.registrar.life import add_years
from tests.conftest import Cast
from tests.products.conftest import Make
from tests.products.renewing import at_the_registry, entries, in_days, put_domain

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("priced")]


@pytest.mark.flow("G9.6")
@pytest.mark.parametrize(
    ("late", "status"), [(timedelta(0), "active"), (timedelta(days=3), "expired")]
)
def test_what_was_missed_for_weeks_is_renewed_while_it_can_be(
    cast: Cast, late: timedelta, status: str
) -> None:
    # Orders are due from the moment they are written, which is now: today's noon may be past.
    until = in_days(1)
    domain = put_domain(cast.alpine, "late.example", until, auto_renew=True, status=status)
    renewal_clock.run(until + late)
    renewal_clock.run(until + late)
    at_the_registry(until + late)
    domain.refresh_from_db()
    assert domain.expires_at == add_years(until, 1)
    assert domain.status == "active"
    assert Charge.objects.filter(returned_at=None).count() == 1
    assert len(entries("renewed")) == 1


def test_what_was_tried_in_time_is_not_tried_after_the_expiry(cast: Cast) -> None:
    until = in_days(0)
    put_domain(cast.alpine, "late.example", until, auto_renew=True)
    renewal_clock.run(until - timedelta(days=14))
    RegistrarOrder.objects.update(state="failed", code=2304)
    renewal_clock.run(until + timedelta(days=1))
    assert RegistrarOrder.objects.count() == 1


@pytest.mark.flow("G9.6")
def test_one_that_fails_holds_up_no_other(
    cast: Cast, make_product: Make, monkeypatch: pytest.MonkeyPatch
) -> None:
    for organization, name in (
        (cast.alpine, "bad.example"), (cast.alpine, "good.example"), (cast.rival, "other.example"),
    ):  # fmt: skip
        put_domain(organization, name, in_days(10), auto_renew=True)
    charge = actions.charge

    def failing(*, product: Product, **more: object) -> Charge:
        if product.name == "bad.example":
            raise ValueError("it stands for another charge")
        return charge(product=product, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(actions, "charge", failing)
    renewal_clock.run(in_days(0))
    renewed = RegistrarOrder.objects.values_list("product__name", flat=True)
    assert sorted(renewed) == ["good.example", "other.example"]
    # Nothing of it is left behind, so it is tried again when it can be.
    assert not Notice.objects.filter(product__name="bad.example").exists()
    monkeypatch.setattr(actions, "charge", charge)
    renewal_clock.run(in_days(0))
    assert RegistrarOrder.objects.filter(product__name="bad.example").count() == 1
    assert Charge.objects.count() == 3
