"""A year of the domain clock: whichever days it runs, how often and in which order, it ends at
the same place, and says nothing twice."""

from __future__ import annotations

import random
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import cast as cast_to

import pytest

from console.shell import letters as letters_module
from console.shell.actor import Actor
from console.shell.letters import Letter, Occasion
from console.shell.models import OutgoingLetter
from orgs.models import Organization
from products import domain_life as life
from products.actions import domain_clock
from products.actions.domain_clock import walk_domains
from products.catalog.extensions import extension_of, extensions
from products.models import Domain, Notice, Product
from tests.conftest import Cast
from tests.products.conftest import make_contact

pytestmark = [pytest.mark.django_db, pytest.mark.slow, pytest.mark.timeout(300)]
FIRST = datetime(2026, 1, 1, 9, tzinfo=UTC)
DAYS = 365
COUNT, MANY = 90, 2000


def fill(organization: Organization, prefix: str, count: int = COUNT) -> None:
    """Domains of every extension whose expiries are spread over the year and past it."""
    Organization.objects.filter(pk=organization.pk).update(time_zone="Europe/Zurich")
    holder = make_contact(organization)
    names = [*extensions(), "example"]
    chance = random.Random(1)
    products = Product.objects.bulk_create(
        Product(
            organization=organization,
            type="domain",
            name=f"{prefix}{number}.{names[number % len(names)]}",
            sort_name=f"{prefix}{number}",
            holder=holder,
            auto_renew=number % 5 == 0,
            expires_at=FIRST + timedelta(minutes=chance.randrange(430 * 24 * 60)),
        )
        for number in range(count)
    )
    Domain.objects.bulk_create(
        Domain(product=each, organization=organization, extension=each.name.rpartition(".")[2])
        for each in products
    )


def walk(organization: Organization, day: int) -> None:
    actor = Actor.system(organization.pk)
    after: int | None = 0
    while after is not None:
        _, after = walk_domains(actor=actor, now=FIRST + timedelta(days=day), after=after)


def state(organization: Organization, prefix: str) -> dict[str, tuple[object, ...]]:
    rows = Domain.objects.filter(organization=organization).select_related("product")
    return {
        each.product.name.removeprefix(prefix): (
            each.product.status,
            each.phase_since if each.product.status != life.ACTIVE else None,
            each.phase_ends_at,
            # The clock does not look at what is released: the last day it did is the run's own.
            each.walked_on if each.product.status != life.RELEASED else None,
        )
        for each in rows
    }


def letters(organization: Organization) -> Counter[tuple[str, str]]:
    rows = OutgoingLetter.objects.filter(
        organization_id=organization.pk, event__startswith="products.domain."
    )
    return Counter(rows.values_list("event", "key"))


def notices(organization: Organization) -> Counter[tuple[object, ...]]:
    rows = Notice.objects.filter(organization=organization)
    return Counter(rows.values_list("product_id", "kind", "about", "step"))


def walk_in_a_disorder(organization: Organization, seed: int) -> None:
    """A third of the days, some twice, near their order; at the end the last day."""
    chance = random.Random(seed)
    some = [day for day in range(DAYS - 1) if chance.random() < 0.3]
    some += [day for day in some if chance.random() < 0.5]  # run twice
    near = sorted(some, key=lambda day: day + chance.randrange(20))  # in a disorder
    for day in (*near, DAYS - 1, *chance.sample(some, 10), DAYS - 1):
        walk(organization, day)


@pytest.mark.parametrize("seed", [3])
def test_it_ends_at_the_same_place_whatever_days_it_ran(cast: Cast, seed: int) -> None:
    fill(cast.alpine, "a")
    fill(cast.rival, "b")
    for day in range(DAYS):
        walk(cast.alpine, day)

    walk_in_a_disorder(cast.rival, seed)

    assert state(cast.rival, "b") == state(cast.alpine, "a")
    now = FIRST + timedelta(days=DAYS - 1)
    for domain in Domain.objects.filter(organization=cast.alpine).select_related("product"):
        expires_at = domain.product.expires_at
        assert expires_at is not None
        phase = life.phase_on(extension_of(domain.extension), expires_at, now)
        assert domain.product.status == phase.status
    for organization in (cast.alpine, cast.rival):
        told = notices(organization)
        assert set(told.values()) == {1}
        assert sum(letters(organization).values()) == len(told)
    assert len(notices(cast.rival)) < len(notices(cast.alpine))  # what was overdue collapsed
    full = FIRST + timedelta(days=70)
    by_hand = Product.objects.filter(
        organization=cast.alpine, auto_renew=False, expires_at__gt=full, expires_at__lt=now
    )
    for product in by_hand:
        steps = product.notices.filter(kind="expiring").values_list("step", flat=True)
        assert sorted(steps, key=int) == ["1", "7", "14", "30", "60"]


@pytest.mark.django_db(transaction=True)  # else a year of row versions stays in the way
@pytest.mark.timeout(600)
def test_two_thousand_domains_end_where_the_figures_put_them(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Many, with days skipped, run twice and in a disorder; what is said is heard here instead of
    being written out as a letter."""
    heard: Counter[tuple[object, ...]] = Counter()

    def hear(occasion: Occasion) -> Iterator[Letter]:
        if occasion.extra["is_news"]:
            product = cast_to("Product", occasion.subject)
            heard[product.name, "phase", product.expires_at, product.status] += 1
        return iter(())

    def remind(product: Product, notice: Notice) -> None:
        heard[product.name, "expiring", product.expires_at, notice.step] += 1

    monkeypatch.setitem(letters_module._writers, "products.domain.phase_changed", [hear])
    monkeypatch.setattr(domain_clock, "remind", remind)
    fill(cast.alpine, "a", MANY)
    chance = random.Random(5)
    days = [day for day in range(DAYS - 1) if chance.random() < 0.8]  # some are skipped
    days += [day for day in days if chance.random() < 0.2]  # some run twice
    for day in (*sorted(days, key=lambda day: day + chance.randrange(6)), DAYS - 1):
        walk(cast.alpine, day)

    assert set(heard.values()) == {1}
    assert len(heard) == Notice.objects.count()
    now = FIRST + timedelta(days=DAYS - 1)
    for domain in Domain.objects.filter(organization=cast.alpine).select_related("product"):
        expires_at = domain.product.expires_at
        assert expires_at is not None
        phase = life.phase_on(extension_of(domain.extension), expires_at, now)
        assert domain.product.status == phase.status
        assert domain.phase_ends_at == phase.ends_at or phase.status == life.ACTIVE
