"""Domains go from phase to phase by themselves, and their holders are told once."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.db import IntegrityError, transaction

from console.shell.models import AuditEntry, OutgoingLetter
from orgs.models import Organization
from products import domain_clock
from products.models import Contact, Domain, Notice, Product
from products.tasks import walk_domains
from tests.conftest import Cast
from tests.products.conftest import Make

pytestmark = pytest.mark.django_db
EXPIRY = datetime(2026, 6, 15, 10, tzinfo=UTC)
DAY = timedelta(days=1)


@pytest.fixture
def domain(cast: Cast, make_product: Make) -> Domain:
    """A domain of `alpine` that expires on 15 June."""
    return make_domain(cast, make_product, "alpine.com")


def make_domain(
    cast: Cast, make_product: Make, name: str, expires_at: datetime = EXPIRY, **more: object
) -> Domain:
    product = make_product(cast.alpine, name, expires_at=expires_at, **more)
    return Domain.objects.create(
        product=product, organization=cast.alpine, extension=name.rpartition(".")[2]
    )


def subjects() -> list[str]:
    rows = OutgoingLetter.objects.filter(event__startswith="products.domain.")
    return list(rows.order_by("pk").values_list("subject", flat=True))


def status(domain: Domain) -> str:
    return Product.objects.get(pk=domain.pk).status


def test_it_moves_on_at_the_end_of_each_phase(domain: Domain) -> None:
    for days, after in (
        (0, "expired"), (44, "expired"), (45, "redemption"), (75, "pending_delete"),
        (80, "released"), (200, "released"),
    ):  # fmt: skip
        domain_clock.run(EXPIRY + days * DAY)
        assert status(domain) == after
    domain.refresh_from_db()
    assert domain.phase_since == EXPIRY + 80 * DAY
    assert domain.phase_ends_at is None
    entries = AuditEntry.objects.filter(event="products.domain.phase_changed")
    assert [each.after for each in entries.order_by("pk")] == [
        {"status": each} for each in ("expired", "redemption", "pending_delete", "released")
    ]
    assert subjects() == [
        "alpine.com has expired",
        "alpine.com has to be restored",
        "alpine.com is about to be deleted",
        "alpine.com is released",
    ]


def test_it_moves_on_in_the_middle_of_a_day_already_walked(domain: Domain) -> None:
    domain_clock.run(EXPIRY - timedelta(hours=2))
    assert status(domain) == "active"
    domain_clock.run(EXPIRY + timedelta(hours=2))
    assert status(domain) == "expired"


def test_it_catches_up_in_one_step_after_days_off(domain: Domain) -> None:
    domain_clock.run(EXPIRY + 76 * DAY)
    assert status(domain) == "pending_delete"
    assert subjects() == ["alpine.com is about to be deleted"]


def test_it_reminds_on_each_day_of_the_list_once(domain: Domain) -> None:
    for left in range(70, 0, -1):
        domain_clock.run(EXPIRY - left * DAY)
        domain_clock.run(EXPIRY - left * DAY)
    steps = Notice.objects.order_by("pk").values_list("step", flat=True)
    assert list(steps) == ["60", "30", "14", "7", "1"]
    assert subjects() == ["alpine.com expires on 15 Jun 2026"] * 5
    letter = OutgoingLetter.objects.first()
    assert letter is not None
    assert letter.to == "holder@example.com"
    assert "by itself" in letter.text


def test_it_sends_the_latest_reminder_only_after_days_off(domain: Domain) -> None:
    domain_clock.run(EXPIRY - 10 * DAY)
    domain_clock.run(EXPIRY - 40 * DAY)  # a day that is over
    assert list(Notice.objects.values_list("step", flat=True)) == ["14"]
    assert len(subjects()) == 1


def test_it_reminds_again_toward_another_expiry(domain: Domain) -> None:
    domain_clock.run(EXPIRY - 1 * DAY)
    Product.objects.filter(pk=domain.pk).update(expires_at=EXPIRY + 365 * DAY)
    domain_clock.run(EXPIRY + 365 * DAY - 1 * DAY)
    assert len(subjects()) == 2


def test_it_lets_automatic_renewal_try_first(cast: Cast, make_product: Make) -> None:
    make_domain(cast, make_product, "alpine.com", auto_renew=True)
    for left in (60, 30, 14):
        domain_clock.run(EXPIRY - left * DAY)
    assert subjects() == []
    domain_clock.run(EXPIRY - 7 * DAY)
    assert len(subjects()) == 1


def test_it_counts_days_in_the_zone_of_the_organization(cast: Cast, domain: Domain) -> None:
    Organization.objects.filter(pk=cast.alpine.pk).update(time_zone="Asia/Tokyo")
    # 14 June, 15:30 UTC is the 15th in Tokyo; half an hour before 15:00 it is still the 14th.
    Product.objects.filter(pk=domain.pk).update(expires_at=EXPIRY)
    domain_clock.run(datetime(2026, 4, 15, 14, 30, tzinfo=UTC))
    assert subjects() == []
    domain_clock.run(datetime(2026, 4, 15, 15, 30, tzinfo=UTC))
    assert len(subjects()) == 1


def test_it_never_goes_back(cast: Cast, make_product: Make) -> None:
    domain = make_domain(cast, make_product, "alpine.example", status="redemption")
    domain_clock.run(EXPIRY + DAY)
    assert status(domain) == "redemption"
    assert subjects() == []


@pytest.mark.parametrize("other", ["pending_restore", "transferring", "suspended", "released"])
def test_it_leaves_other_states_alone(cast: Cast, make_product: Make, other: str) -> None:
    domain = make_domain(cast, make_product, "alpine.com", status=other)
    domain_clock.run(EXPIRY + 90 * DAY)
    assert status(domain) == other
    assert subjects() == []


def test_it_says_act_now_where_nothing_is_known(cast: Cast, make_product: Make) -> None:
    domain = make_domain(cast, make_product, "alpine.example")
    domain_clock.run(EXPIRY + 900 * DAY)
    assert status(domain) == "expired"
    assert "have it renewed now" in OutgoingLetter.objects.get().text


def test_it_goes_on_past_a_card_without_an_address(
    cast: Cast, make_product: Make, domain: Domain
) -> None:
    make_domain(cast, make_product, "alpine.net")
    Contact.objects.filter(products=domain.pk).update(email="")
    domain_clock.run(EXPIRY)
    assert status(domain) == "expired"
    assert subjects() == ["alpine.net has expired"]


def test_it_cannot_be_told_twice_whatever_happens(domain: Domain) -> None:
    domain_clock.run(EXPIRY - DAY)
    notice = Notice.objects.get()
    notice.pk = None
    with pytest.raises(IntegrityError), transaction.atomic():
        notice.save(force_insert=True)


def test_it_is_run_by_the_timed_job(domain: Domain) -> None:
    Product.objects.filter(pk=domain.pk).update(expires_at=datetime(2020, 1, 1, tzinfo=UTC))
    walk_domains()
    assert status(domain) == "released"
