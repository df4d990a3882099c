"""Access with a last day: announced a week before, over by itself, logged as ended."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
import time_machine

from orgs.models import Membership, Organization
from orgs.reach import as_actor
from products import grant_clock
from products.actions.grants import change_access
from products.models import Grant, Product
from tests.conftest import Cast
from tests.products.conftest import Make
from tests.products.granting import entries, given, letters, limited, web
from tests.products.test_grant_reach import partner, seen

pytestmark = pytest.mark.django_db
START = datetime(2026, 3, 1, 12, tzinfo=UTC)
LAST = date(2026, 3, 31)
# Midnight after that day in Zurich, where the clocks went forward two days before.
OVER = datetime(2026, 3, 31, 22, tzinfo=UTC)
# Midnight seven calendar days before, in winter time still.
WEEK_BEFORE = datetime(2026, 3, 23, 23, tzinfo=UTC)
MOMENT = timedelta(seconds=1)


@pytest.fixture
def site(cast: Cast, make_product: Make) -> Product:
    """A domain of `alpine`, which lives in Zurich."""
    Organization.objects.filter(pk=cast.alpine.pk).update(time_zone="Europe/Zurich")
    return make_product(cast.alpine, "alpine.example")


def run_at(moment: datetime) -> None:
    """The timed job at that moment, twice over."""
    with time_machine.travel(moment, tick=False):
        grant_clock.run()
        grant_clock.run()


def give_until_the_last_day(cast: Cast, site: Product, by: str = "administrator") -> Grant:
    with time_machine.travel(START, tick=False):
        return given(
            cast, cast.membership("collaborator"), by=by, products=[site], ends_on=LAST
        ).new[0]


def seen_at(cast: Cast, moment: datetime) -> set[str]:
    with time_machine.travel(moment, tick=False):
        return seen(as_actor(cast.membership("collaborator")))


def test_it_takes_effect_by_itself_at_midnight_there(cast: Cast, site: Product) -> None:
    grant = give_until_the_last_day(cast, site)
    assert grant.ends_at == OVER
    assert seen_at(cast, OVER - MOMENT) == {"alpine.example"}
    assert seen_at(cast, OVER) == set()  # and no job has run
    assert Grant.objects.exists()


def test_both_sides_are_told_once_seven_days_before(cast: Cast, site: Product) -> None:
    give_until_the_last_day(cast, site)
    run_at(WEEK_BEFORE - MOMENT)
    assert letters("announced") == []
    run_at(WEEK_BEFORE)
    run_at(WEEK_BEFORE + timedelta(days=3))
    assert {each.to for each in letters("announced")} == {
        cast["collaborator"].email,
        cast["administrator"].email,
    }
    assert len(letters("announced")) == 2
    assert all("31 Mar 2026" in each.text for each in letters("announced"))
    assert len(entries("announced")) == 1


def test_it_is_logged_as_ended_and_not_as_withdrawn(cast: Cast, site: Product) -> None:
    give_until_the_last_day(cast, site)
    run_at(WEEK_BEFORE)
    run_at(OVER - MOMENT)
    assert Grant.objects.exists()
    run_at(OVER)
    assert not Grant.objects.exists()
    (entry,) = entries("ended")
    assert entry.before["product"]["name"] == "alpine.example"
    assert entry.actor_name == "Regie"
    assert not entries("withdrawn")
    assert letters("ended") == []  # both knew


def test_after_days_off_it_catches_up_and_tells_who_heard_nothing(
    cast: Cast, site: Product
) -> None:
    give_until_the_last_day(cast, site)
    run_at(OVER + timedelta(days=12))
    assert not Grant.objects.exists()
    assert len(entries("ended")) == 1
    assert not entries("announced")
    assert [each.to for each in letters("ended")] == [cast["collaborator"].email]


def test_a_late_announcement_still_comes_before_the_end(cast: Cast, site: Product) -> None:
    give_until_the_last_day(cast, site)
    run_at(OVER - timedelta(hours=2))
    assert len(letters("announced")) == 2


def test_an_end_within_the_week_is_said_by_the_letter_that_gives(cast: Cast, site: Product) -> None:
    with time_machine.travel(WEEK_BEFORE + MOMENT, tick=False):
        given(cast, cast.membership("collaborator"), products=[site], ends_on=LAST)
    run_at(WEEK_BEFORE + timedelta(days=1))
    assert letters("announced") == []
    assert "31 Mar 2026" in letters("given")[0].text


def test_another_last_day_is_announced_anew(cast: Cast, site: Product) -> None:
    grant = give_until_the_last_day(cast, site)
    run_at(WEEK_BEFORE)
    with time_machine.travel(WEEK_BEFORE, tick=False):
        change_access(
            actor=as_actor(cast.membership("legal")),
            grant_id=grant.pk,
            level="view",
            ends_on=LAST + timedelta(days=30),
        )
    run_at(WEEK_BEFORE + timedelta(days=1))
    assert len(letters("announced")) == 2
    run_at(WEEK_BEFORE + timedelta(days=30))
    assert {each.to for each in letters("announced")[2:]} == {
        cast["collaborator"].email,
        cast["legal"].email,
    }


def test_when_the_giver_is_gone_the_representatives_are_told(cast: Cast, site: Product) -> None:
    give_until_the_last_day(cast, site)
    Membership.objects.filter(user=cast["administrator"]).delete()
    run_at(WEEK_BEFORE)
    assert {each.to for each in letters("announced")} == {
        cast[part].email for part in ("collaborator", "legal", "legal2")
    }


def test_teams_and_partners_come_to_an_end_too(cast: Cast, site: Product) -> None:
    with time_machine.travel(START, tick=False):
        for holder in (web(cast), limited(cast)):
            given(cast, holder, products=[site], ends_on=LAST)
    run_at(WEEK_BEFORE)
    assert sorted(each.to for each in letters("announced")) == sorted(
        [cast["collaborator"].email, cast["partner_limited"].email, *[cast["legal"].email] * 2]
    )
    with time_machine.travel(OVER, tick=False):
        assert seen(partner(cast, "partner_limited")) == set()
    run_at(OVER)
    assert len(entries("ended")) == 2
