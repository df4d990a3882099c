"""What the pages of access cost: the same queries for one row and for fifty, and few."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from orgs.models import Membership
from products.models import Grant, Product
from tests.conftest import Cast
from tests.products.conftest import Make
from tests.products.granting import given, letters, web
from tests.shell.people import join_all, make_users

As = Callable[..., Client]
pytestmark = pytest.mark.django_db


def fill(cast: Cast, make: Make, count: int, start: int = 0) -> None:
    """So many products, each granted to the collaborator, and so many people with one."""
    numbers = range(start, start + count)
    products = [make(cast.alpine, f"p{number}.example") for number in numbers]
    first = Product.objects.order_by("pk")[0]
    users = make_users(count)
    join_all(cast.alpine, users, (f"g{number:03}" for number in numbers))
    people = Membership.objects.filter(user__in=users)
    cora = cast.membership("collaborator")
    Grant.objects.bulk_create(
        [
            *(
                Grant(membership=cora, product=each, **_SEE, organization=cast.alpine)
                for each in products
            ),
            *(
                Grant(team=web(cast), product=each, **_SEE, organization=cast.alpine)
                for each in products
            ),
            *(
                Grant(membership=each, product=first, **_SEE, organization=cast.alpine)
                for each in people
            ),
        ]
    )


_SEE = {"scope": "product", "given_by": "Lara"}


@pytest.mark.parametrize(
    ("page", "fragment", "most"),
    [
        ("access/users/{person}/", "main", 8),
        ("access/users/{person}/", "grant-products", 6),
        ("access/teams/{team}/", "main", 8),
        ("{product}/", "main", 13),
        ("{product}/grant/", "grant-holders", 8),
        ("access/withdraw/?selected={grant}", "dialog", 6),
        ("access/{grant}/change/", "dialog", 5),
    ],
)
def test_it_costs_the_same_at_any_size(
    as_: As, cast: Cast, make_product: Make, page: str, fragment: str, most: int
) -> None:
    fill(cast, make_product, 1)
    browser = as_("legal")
    path = page.format(
        person=cast.membership("collaborator").pk,
        team=web(cast).pk,
        product=Product.objects.order_by("pk")[0].pk,
        grant=Grant.objects.order_by("pk")[0].pk,
    )

    def cost() -> tuple[int, str]:
        headers = {"HX-Request": "true", "HX-Target": fragment}
        with CaptureQueriesContext(connection) as made:
            answer = browser.get(f"/o/alpine/products/{path}", headers=headers)
            assert answer.status_code == 200
        return len(made), "\n".join(each["sql"][:150] for each in made)

    cost()  # the visit is noted once
    few, _sql = cost()
    fill(cast, make_product, 49, start=1)
    many, sql = cost()
    assert many == few, sql
    assert many <= most, sql


def test_fifty_products_are_given_with_as_many_statements_as_one(
    cast: Cast, make_product: Make
) -> None:
    cora = cast.membership("collaborator")
    costs = []
    for count in (1, 50):
        products = [make_product(cast.alpine, f"n{count}-{each}.example") for each in range(count)]
        with CaptureQueriesContext(connection) as made:
            given(cast, cora, products=products)
        costs.append(len(made))
    assert costs[0] == costs[1]
    assert len(letters()) == 2
