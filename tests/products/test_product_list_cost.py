"""What the list of products costs: the same queries at any size, an index for each order."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.db import connection
from django.test import Client, RequestFactory
from django.test.utils import CaptureQueriesContext

from console.commands.bench.products import add_products
from orgs.models import Membership, Organization, Role
from products.models import Product, ProductTag, Tag
from products.product_list import PRODUCTS
from products.reach import Reach
from tests.conftest import Cast
from tests.products.conftest import Make
from tests.products.test_grant_reach import give

As = Callable[..., Client]
PATH = "/o/alpine/products/"
SCALE = 100_000


@pytest.mark.parametrize("count", [1, 50])
@pytest.mark.parametrize("part", ["legal", "collaborator"])
def test_it_asks_as_much_of_one_product_as_of_fifty(
    cast: Cast, as_: As, make_product: Make, part: str, count: int
) -> None:
    for number in range(count):
        make_product(cast.alpine, f"p{number}.example")
    give(cast, membership=cast.membership("collaborator"), scope="type", type="domain")
    client = as_(part)
    client.get(PATH)
    with CaptureQueriesContext(connection) as page:
        assert client.get(PATH).status_code == 200
    with CaptureQueriesContext(connection) as fragment:
        client.get(PATH, headers={"HX-Request": "true", "HX-Target": "product-table"})
    # What somebody without every product was given is read first: a query more.
    expected = 5 if part == "legal" else 6
    assert (len(page), len(fragment)) == (expected, expected)


def test_it_asks_little_of_a_collaborator_who_looks_for_a_tag(
    cast: Cast, as_: As, make_product: Make
) -> None:
    give(cast, membership=cast.membership("collaborator"), scope="type", type="domain")
    tag = Tag.objects.create(organization=cast.alpine, name="Client", sort_name="client")
    product = make_product(cast.alpine, "one.example")
    ProductTag.objects.create(
        organization=cast.alpine, product=product, tag=tag, sort_name=product.sort_name
    )
    client, path = as_("collaborator"), f"{PATH}?tag={tag.pk}"
    client.get(path)
    with CaptureQueriesContext(connection) as page:
        assert b"one<span>.example" in client.get(path).content
    with CaptureQueriesContext(connection) as fragment:
        headers = {"HX-Request": "true", "HX-Target": "product-table"}
        assert b"one<span>.example" in client.get(path, headers=headers).content
    assert (len(page), len(fragment)) == (8, 6)


def test_it_finds_two_that_are_named_by_one_question(
    cast: Cast, as_: As, make_product: Make
) -> None:
    tag = Tag.objects.create(organization=cast.alpine, name="Client", sort_name="client")
    product = make_product(cast.alpine, "one.example")
    ProductTag.objects.create(
        organization=cast.alpine, product=product, tag=tag, sort_name=product.sort_name
    )
    client, headers = as_("legal"), {"HX-Request": "true", "HX-Target": "product-table"}
    path = f"{PATH}?tag={tag.pk}&holder={product.holder_id}"
    client.get(path, headers=headers)
    with CaptureQueriesContext(connection) as fragment:
        assert b"one<span>.example" in client.get(path, headers=headers).content
    assert len(fragment) == 6


@pytest.fixture(scope="module")
def large(django_db_setup: None, django_db_blocker: Any) -> Iterator[Organization]:
    """Half of SCALE products in one Organization, among those of others; gone afterwards."""
    with django_db_blocker.unblock():
        organization = Organization.objects.create(slug="large", name="Large")
        add_products(organization, 1, SCALE)
        yield organization
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE orgs_organization CASCADE")


def plan(organization: Organization, reach: Reach, query: str) -> tuple[str, str]:
    """How PostgreSQL reads the rows of the page, and what stands beside each of them."""
    request = RequestFactory().get(f"/products/{query}")
    listing = PRODUCTS.read(request, reach.products(), base_url="/products/")
    with CaptureQueriesContext(connection) as made:
        _ = listing._page
    with connection.cursor() as cursor:
        cursor.execute(f"EXPLAIN {made.captured_queries[-1]['sql']}")
        steps = "\n".join(row[0] for row in cursor.fetchall())
    page, _begin, beside = steps.partition("SubPlan")
    return page, beside


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query",
    [
        "",
        "?before=end",
        "?sort=-name",
        "?sort=expires",
        "?sort=-expires",
        "?sort=type",
        "?sort=-state",
        "?type=drive",
        "?status=redemption",
        "?management=blocked",
        "?type=domain&before=end",
    ],
)
def test_it_reads_each_page_from_an_index(large: Organization, query: str) -> None:
    steps, tags = plan(large, Reach(large.pk, is_everything=True), query)
    assert "Index" in steps, steps
    assert "Seq Scan" not in steps, steps
    assert "Sort" not in steps, steps
    (links,) = [step for step in tags.splitlines() if " on products_producttag " in step]
    assert "Index" in links, tags


@pytest.mark.django_db
def test_it_looks_at_no_more_products_than_somebody_reaches(large: Organization) -> None:
    some = tuple(Product.objects.filter(organization=large).values_list("pk", flat=True)[:3])
    for reach in (Reach(large.pk, types=("drive",)), Reach(large.pk, numbers=some)):
        steps, tags = plan(large, reach, "")
        assert "Index" in steps, steps
        assert "Seq Scan" not in steps, steps
        assert "SubPlan" not in tags, "the tags are all that is looked up for each row"


def test_it_stays_within_its_bytes(large: Organization, cast: Cast, as_: As) -> None:
    """Goal P4, with fifty rows of many."""
    Membership.objects.create(
        organization=large, user=cast["legal"], role=Role.LEGAL_REPRESENTATIVE, sort_name="legal"
    )
    body = as_("legal").get("/o/large/products/").content
    assert body.count(b'name="selected"') == 50
    assert len(body) <= 45 * 1024
    assert len(gzip.compress(body, 6)) <= 5 * 1024
    rows = body.partition(b"<tbody")[2].split(b"<tr")[1:]
    assert max(len(row.partition(b"</tr>")[0]) for row in rows) <= 1024
