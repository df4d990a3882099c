"""The types of products are counted together, and each as it would be alone."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.db import connection
from django.http import HttpRequest
from django.test import Client
from django.test.utils import CaptureQueriesContext

from console.shell.lists import Whole, count_each_up_to_cap, count_up_to_cap, total
from products.catalog.types import catalog
from products.models import Grant, ProductTag, Tag
from products.reach import Reach
from tests.conftest import Cast
from tests.products.conftest import Make
from tests.products.test_grant_reach import give

pytestmark = pytest.mark.django_db
As = Callable[..., Client]
TYPES = list(catalog().types)


@pytest.fixture
def reaches(cast: Cast, make_product: Make) -> list[Reach]:
    """Everything, a type and a product, only a type, only products, nothing, and row by row."""
    for number in range(3):
        make_product(cast.alpine, f"p{number}.example")
    drive = make_product(cast.alpine, "files", type="drive")
    make_product(cast.alpine, "more files", type="drive")
    make_product(cast.rival, "theirs.example")
    give(cast, membership=cast.membership("collaborator"), scope="type", type="domain")
    all_of, none = Reach(cast.alpine.pk, is_everything=True), Reach(cast.alpine.pk)
    domains = replace(none, types=("domain",))
    some = replace(none, numbers=(drive.pk,))
    rest = replace(none, rest=Grant.objects.all())
    return [all_of, replace(domains, numbers=(drive.pk,)), domains, some, none, rest]


def test_it_counts_each_type_as_it_would_alone(reaches: list[Reach]) -> None:
    for reach in reaches:
        alone = [count_up_to_cap(reach.products(each)) for each in TYPES]
        assert count_each_up_to_cap(reach.by_type(TYPES)) == alone
    assert [
        each.count for each in count_each_up_to_cap(reaches[1].by_type(["drive", "domain"]))
    ] == [1, 3]


def test_it_caps_each_type(reaches: list[Reach], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(total, "CAP", 2)
    domains, drives = count_each_up_to_cap(reaches[0].by_type(["domain", "drive"]))
    assert (str(domains), str(drives)) == ("2+", "2")


def test_who_counts_one_of_the_types_again_asks_nothing(reaches: list[Reach]) -> None:
    request = HttpRequest()
    request.method = "GET"
    for reach in reaches[:3]:
        with CaptureQueriesContext(connection) as made:
            together = count_each_up_to_cap([reach.products(), *reach.by_type(TYPES)], request)
            alone = count_up_to_cap(reach.products("domain"), request)
        assert alone == together[1 + TYPES.index("domain")]
        assert len(made) <= 1


def test_all_products_are_their_types_added_up(
    reaches: list[Reach], monkeypatch: pytest.MonkeyPatch
) -> None:
    for cap in (1_000, 4, 3, 2):
        monkeypatch.setattr(total, "CAP", cap)
        for reach in reaches:
            whole = Whole(reach.products(), reach.by_type(TYPES))
            request = HttpRequest()
            request.method = "GET"
            assert count_each_up_to_cap([whole], request) == [count_up_to_cap(reach.products())]
            with CaptureQueriesContext(connection) as made:
                count_up_to_cap(reach.products(), request)
            assert not made


@pytest.mark.parametrize("part", ["legal", "collaborator"])
@pytest.mark.parametrize("query", ["", "&type=drive", "&q=files"])
def test_a_tag_counts_what_it_shows(
    cast: Cast, as_: As, make_product: Make, part: str, query: str
) -> None:
    tag = Tag.objects.create(organization=cast.alpine, name="Client", sort_name="client")
    for name, type in (("one.example", "domain"), ("files", "drive"), ("b.example", "domain")):
        product = make_product(cast.alpine, name, type=type)
        ProductTag.objects.create(
            organization=cast.alpine, product=product, tag=tag, sort_name=product.sort_name
        )
    make_product(cast.alpine, "plain.example")
    give(cast, membership=cast.membership("collaborator"), scope="type", type="domain")
    page = as_(part).get(f"/o/alpine/products/?tag={tag.pk}{query}").content.decode()
    seen = {"legal": {"": 3}, "collaborator": {"": 2, "&type=drive": 0, "&q=files": 0}}
    count = seen[part].get(query, 1)
    assert page.count('<input type="checkbox" class="tick"') == count
    assert f'<span class="count">{count}</span></h1>' in page
