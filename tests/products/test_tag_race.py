"""Two at once make one tag. The negative control: without the lock the second would break."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from orgs.reach import as_actor
from products.actions import tags as tag_actions
from products.actions.tags import create_tag, set_tags
from products.models import Product, Tag
from tests.conftest import Cast
from tests.orgs.locks import take_out_locks
from tests.orgs.test_member_change_role_race import at_once
from tests.orgs.test_team_race import caught, meeting_after
from tests.products.conftest import Make
from tests.products.test_tag_attach import names

pytestmark = pytest.mark.django_db(transaction=True)
Job = Callable[[], object]


def making(cast: Cast, by: str, name: str) -> Job:
    actor = as_actor(cast.membership(by))
    return lambda: create_tag(actor=actor, name=name, hue="rose")


def putting(cast: Cast, by: str, product: Product, name: str) -> Job:
    actor = as_actor(cast.membership(by))
    return lambda: set_tags(actor=actor, product_id=product.pk, tag_ids=[], seen_ids=[], name=name)


@pytest.mark.flow("G7.5")
def test_two_tags_of_almost_one_name_make_one(cast: Cast) -> None:
    jobs = [making(cast, "legal", "Été"), making(cast, "legal2", "ETE")]
    assert at_once(*jobs) == ["Refused", "done"]
    assert Tag.objects.count() == 1


def test_without_the_lock_the_second_would_break(
    cast: Cast, monkeypatch: pytest.MonkeyPatch
) -> None:
    jobs = [caught(making(cast, "legal", "Été")), caught(making(cast, "legal2", "ETE"))]
    take_out_locks(monkeypatch)
    meeting_after(monkeypatch, tag_actions, "twin_of")
    assert at_once(*jobs) == ["Broken", "done"]


@pytest.mark.flow("G7.3")
def test_two_who_name_one_tag_put_it_on_both(cast: Cast, make_product: Make) -> None:
    one, other = make_product(cast.alpine, "a.example"), make_product(cast.alpine, "b.example")
    jobs = [putting(cast, "legal", one, "shop"), putting(cast, "legal2", other, "Shop")]
    assert at_once(*jobs) == ["done", "done"]
    assert names(one) == names(other)
    assert Tag.objects.count() == 1
