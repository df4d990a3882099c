"""A registry that gives a name back without adding a year: the year that was paid is ordered on
the same charge, and the domain is restored when it is there (G9.7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from products import domain_clock
from products.models import Charge, Product, RegistrarOrder
from products.registrar.embedded import EmbeddedRegistry
from products.registrar.life import add_years
from products.registrar.orders import carry_out
from products.registrar.port import Receipt, Refused
from tests.conftest import Cast
from tests.products.renewing import PRODUCTS, entries, form_of, in_days, letters, put_domain, send

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("priced")]
As = Callable[..., Client]
UNTIL = -60


class Keeping(EmbeddedRegistry):
    """Restores and leaves the expiry; afterwards it lets the name be renewed, or not."""

    may_renew = True
    asked = 0

    def restore(self, name: str, *, key: str) -> Receipt:
        self.asked += 1
        return Receipt(key, name, expires_at=in_days(UNTIL))

    def renew(self, name: str, *, years: int, expires_at: object, key: str) -> Receipt:  # type: ignore[override]
        assert expires_at == in_days(UNTIL)
        if not self.may_renew:
            raise Refused(2304, "Not now")
        return Receipt(key, name, expires_at=add_years(in_days(UNTIL), years))


@pytest.fixture
def lost(cast: Cast, as_: As) -> Product:
    domain = put_domain(cast.alpine, "lost.example", in_days(UNTIL), status="redemption")
    form = form_of(as_("legal"), domain, "restore")
    assert send(as_("legal"), domain, "restore", **form) == 302
    return domain


@pytest.mark.flow("G9.7")
def test_the_year_that_was_paid_is_ordered_too(lost: Product) -> None:
    registry = Keeping()
    carry_out(registrar=registry)
    carry_out(registrar=registry)
    lost.refresh_from_db()
    assert (lost.status, lost.expires_at) == ("active", add_years(in_days(UNTIL), 1))
    assert registry.asked == 1
    charge = Charge.objects.get()
    assert charge.returned_at is None
    assert set(RegistrarOrder.objects.values_list("charge", flat=True)) == {charge.pk}
    assert len(entries("restored")) == 1
    assert not entries("renewed")
    assert len({each.to for each in letters("restored")}) == len(letters("restored"))
    # The clock leaves it where it is.
    domain_clock.run(timezone.now() + timedelta(hours=1))
    assert Product.objects.get().status == "active"


@pytest.mark.flow("G9.7")
def test_a_refused_year_is_told_and_nobody_restores_twice(as_: As, lost: Product) -> None:
    registry = Keeping()
    registry.may_renew = False
    for _round in range(2):
        carry_out(registrar=registry)
    lost.refresh_from_db()
    assert lost.status == "pending_restore"
    assert as_("legal").get(f"{PRODUCTS}{lost.pk}/restore/").status_code == 404
    (entry,) = entries("renewal_refused")
    assert entry.after["returned"] == ""
    assert len(letters("renewal_refused")) == 1
    assert Charge.objects.get().returned_at is None
    domain_clock.run(timezone.now() + timedelta(hours=1))
    assert Product.objects.get().status == "pending_restore"
