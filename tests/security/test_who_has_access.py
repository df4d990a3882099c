"""Who else was given access is for those who give it: no page tells a collaborator."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from django.test import Client

from orgs.policy import decide
from orgs.reach import as_actor
from products.models import Grant, Product
from tests.conftest import Cast
from tests.products.conftest import put_product

pytestmark = pytest.mark.django_db
As = Callable[..., Client]


@pytest.fixture
def site(cast: Cast) -> Product:
    """Two people were given it: one to see, the other to manage."""
    product = put_product(cast.alpine, "alpine.example")
    for part, level in (("collaborator", "view"), ("accounting", "manage")):
        Grant.objects.create(
            organization=cast.alpine,
            membership=cast.membership(part),
            scope=Grant.Scope.PRODUCT,
            product=product,
            level=level,
            given_by="Lara Legal",
        )
    return product


@pytest.mark.parametrize("permission", ["products.product.view", "products.product.manage"])
@pytest.mark.parametrize("part", ["collaborator", "administrator"])
def test_the_page_why_names_who_was_given_it_to_those_who_give(
    part: str, permission: str, cast: Cast, as_: As, site: Product
) -> None:
    question = {"action": permission, "object": site.pk}
    html = as_(part).get("/o/alpine/why/", question).content.decode()
    holders = html.partition('id="h-holders"')[2]
    assert "Lara Legal" in holders
    assert ("Ada Accounting" in holders) is (part == "administrator")


def test_whom_to_ask_is_who_could_give_it(cast: Cast, site: Product) -> None:
    """A closed control names people: not somebody who happens to have what one lacks."""
    decision = decide(as_actor(cast.membership("collaborator")), "products.product.manage", site)
    assert not decision
    names = [each.name for each in decision.helpers]
    assert names
    assert not [name for name in names if "Ada Accounting" in name]
