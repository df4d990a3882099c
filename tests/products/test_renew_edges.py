"""The edges of the clock and of the calendar: the last second of a phase, leap days, years that
no registry takes. Whatever comes of it, nothing is paid for nothing (G9.2, G9.5, G9.7)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.utils import timezone

from console.shell.actions import Refused
from orgs.reach import as_actor
from products import domain_clock
from products.actions.renewals import renew_product
from products.models import Charge, Product, RegistrarOrder, RegistryName
from products.quotes import terms
from products.registrar.embedded import EmbeddedRegistry
from tests.conftest import Cast
from tests.products.renewing import (
    at_the_registry,
    entries,
    form_of,
    in_days,
    letters,
    put_domain,
    send,
)

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("priced")]
As = Callable[..., Client]
SECOND = timedelta(seconds=1)
# The extension of the demonstration: 45 days of grace, then 30 of redemption.
GRACE, REDEMPTION = timedelta(days=45), timedelta(days=75)


@pytest.fixture(autouse=True)
def known(monkeypatch: pytest.MonkeyPatch) -> None:
    from products.catalog import extensions as table

    both = table.read_extensions() | table.read_extensions(name=table.DEMO)
    monkeypatch.setattr(table, "_cached", lambda *, is_demo: both)


def ended_in(length: timedelta) -> datetime:
    """An expiry from which so long a time ends in an hour."""
    return timezone.now() + timedelta(hours=1) - length


@pytest.mark.parametrize(
    ("verb", "status", "length"),
    [("renew", "expired", GRACE), ("restore", "redemption", REDEMPTION)],
)
@pytest.mark.parametrize("after", [-SECOND, timedelta(0)])
def test_the_last_second_counts_and_the_next_one_is_given_back(
    cast: Cast, as_: As, verb: str, status: str, length: timedelta, after: timedelta
) -> None:
    until = ended_in(length)
    domain = put_domain(cast.alpine, "edge.example", until, status=status)
    assert send(as_("legal"), domain, verb, **form_of(as_("legal"), domain, verb)) == 302
    at_the_registry(until + length + after)
    paid, order = Charge.objects.get(), RegistrarOrder.objects.get()
    refused = {"renew": "renewal_refused", "restore": "restore_refused"}[verb]
    if after < timedelta(0):
        assert (order.state, paid.returned_at) == ("done", None)
        assert not entries(refused)
    else:
        assert (order.state, order.code) == ("failed", 2304)
        assert paid.returned_at
        assert len(entries(refused)) == 1
        assert [each.to for each in letters(refused)] == [cast["legal"].email]


def test_the_clock_that_was_faster_is_set_right_by_the_answer(cast: Cast, as_: As) -> None:
    """Renewed at the registry in the last second, and the phase passes before the answer is here:
    it is active again, and the clock leaves it so."""
    until = ended_in(GRACE)
    domain = put_domain(cast.alpine, "edge.example", until, status="expired")
    assert send(as_("legal"), domain, "renew", **form_of(as_("legal"), domain, "renew")) == 302
    order = RegistrarOrder.objects.get()
    RegistrarOrder.objects.update(state="sent", attempts=1)
    heard = EmbeddedRegistry(now=lambda: until + GRACE - SECOND)
    heard.renew("edge.example", years=1, expires_at=until, key=order.key)
    late = until + GRACE + timedelta(hours=2)
    domain_clock.run(late)
    assert Product.objects.get().status == "redemption"
    at_the_registry(late)
    domain_clock.run(late)
    domain.refresh_from_db()
    assert domain.status == "active"
    assert domain.expires_at == RegistryName.objects.get().expires_at
    assert Charge.objects.get().returned_at is None
    assert len(entries("renewed")) == 1


@pytest.mark.parametrize(("years", "day"), [(1, 28), (3, 28), (4, 29)])
def test_a_leap_day_stays_in_february_on_both_sides(
    cast: Cast, as_: As, years: int, day: int
) -> None:
    until = datetime(2028, 2, 29, 12, tzinfo=UTC)
    domain = put_domain(cast.alpine, "leap.example", until)
    form = form_of(as_("legal"), domain, "renew") | {"term": f"{years} {20 * years}.00 CHF"}
    assert send(as_("legal"), domain, "renew", **form) == 302
    at_the_registry()
    domain.refresh_from_db()
    assert domain.expires_at == datetime(2028 + years, 2, day, 12, tzinfo=UTC)
    assert domain.expires_at == RegistryName.objects.get().expires_at


@pytest.mark.parametrize("years", [-1, 0, 11, 99, 10**9])
def test_years_that_no_registry_takes_are_refused_before_anything_is_paid(
    cast: Cast, years: int
) -> None:
    domain = put_domain(cast.alpine, "edge.example", in_days(40))
    with pytest.raises(Refused):
        renew_product(
            actor=as_actor(cast.membership("legal")), product_id=domain.pk, years=years,
            key="k" * 22, seen=domain.expires_at,
        )  # fmt: skip
    assert not Charge.objects.exists()


def test_ten_years_from_now_and_not_a_second_more(cast: Cast) -> None:
    now = datetime(2026, 11, 24, 0, 0, tzinfo=UTC)
    for beyond, longest in ((timedelta(0), 9), (SECOND, 8)):
        domain = Product(
            organization=cast.alpine, type="domain", name="far.example",
            expires_at=now.replace(year=2027) + beyond,
        )  # fmt: skip
        assert max(each.years for each in terms(domain, now)) == longest
