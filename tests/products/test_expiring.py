"""Products by the month of their expiry: the same instants in the chart and in the list."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib.resources import files
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from orgs.models import Organization
from products.expiring import Expiring, expiring_by_month
from products.models import Product
from tests.products.conftest import make_contact, put_product

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)
# In a leap year, and before the hours change.
NOW = datetime(2027, 6, 15, 12, tzinfo=UTC)


@pytest.fixture
def alpine(db: None) -> Organization:
    return Organization.objects.create(slug="alpine", name="Alpine Ltd", country="CH")


def counted(alpine: Organization, now: datetime = NOW) -> list[Expiring]:
    return expiring_by_month(Product.objects.filter(organization=alpine), now)


def assert_as_in_the_list(found: list[Expiring]) -> None:
    for each in found:
        listed = Product.objects.filter(each.month.condition)
        assert each.by_hand == listed.filter(auto_renew=False).count(), each.month.value
        assert each.automatic == listed.filter(auto_renew=True).count(), each.month.value


@pytest.mark.parametrize(
    "name",
    ["UTC", "Europe/Zurich", "Pacific/Kiritimati", "America/Havana", "America/Vancouver",
     "Asia/Kathmandu", "Pacific/Pago_Pago", "Asia/Beirut"],
)  # fmt: skip
def test_each_hour_about_the_begin_of_a_month_is_in_the_month_of_its_list(
    alpine: Organization, name: str
) -> None:
    """Clocks are put forward and back in some of them about then; rules change by the year."""
    holder = make_contact(alpine)
    firsts = [datetime(2027 + (5 + n) // 12, (5 + n) % 12 + 1, 1, tzinfo=UTC) for n in range(14)]
    moments = [first + hours * HOUR for first in firsts for hours in range(-15, 16)]
    Product.objects.bulk_create(
        Product(
            organization=alpine,
            type="domain",
            name=f"n{number}.example",
            sort_name=f"n{number}.example",
            search_text=f"N{number}.EXAMPLE",
            holder=holder,
            expires_at=moment - timedelta(minutes=15),
            auto_renew=number % 3 == 0,
        )
        for number, moment in enumerate(moments)
    )
    with timezone.override(ZoneInfo(name)):
        found = counted(alpine)
        assert [each.month.value for each in found][:1] == ["2027-06"]
        assert len(found) == 12
        assert sum(each.total for each in found) > 12 * 30
        assert_as_in_the_list(found)


def test_a_zone_that_the_database_does_not_know_is_one(alpine: Organization) -> None:
    """It has time zones of its own, which may be older than those a person chooses from."""
    with files("tzdata.zoneinfo.Europe").joinpath("Zurich").open("rb") as rules:
        zone = ZoneInfo.from_file(rules, key="Nowhere/New_City")
    put_product(alpine, "a.example", expires_at=datetime(2027, 6, 30, 21, 59, tzinfo=UTC))
    put_product(alpine, "b.example", expires_at=datetime(2027, 6, 30, 22, 0, tzinfo=UTC))
    with timezone.override(zone):
        found = counted(alpine)
        assert [each.total for each in found][:3] == [1, 1, 0]
        assert_as_in_the_list(found)


def test_a_leap_day_is_the_last_of_its_month(alpine: Organization) -> None:
    put_product(alpine, "leap.example", expires_at=datetime(2028, 2, 29, 23, 59, tzinfo=UTC))
    put_product(alpine, "march.example", expires_at=datetime(2028, 3, 1, tzinfo=UTC))
    found = {each.month.value: each.total for each in counted(alpine)}
    assert (found["2028-02"], found["2028-03"]) == (1, 1)


def test_the_days_that_are_over_are_of_this_month_and_a_year_is_not_more(
    alpine: Organization,
) -> None:
    for name, at in (
        ("before", datetime(2027, 5, 31, 23, 59, tzinfo=UTC)),
        ("first", datetime(2027, 6, 1, tzinfo=UTC)),
        ("today", NOW),
        ("last", datetime(2028, 5, 31, 23, 59, 59, tzinfo=UTC)),
        ("after", datetime(2028, 6, 1, tzinfo=UTC)),
    ):
        put_product(alpine, f"{name}.example", expires_at=at)
    put_product(alpine, "never.example")
    totals = [each.total for each in counted(alpine)]
    assert totals == [2, *([0] * 10), 1]
