"""How far somebody may go with one product, and what the answer rests on."""

from __future__ import annotations

import pytest
from django.utils import timezone

from orgs.models import Team
from orgs.policy import decide
from orgs.reach import as_actor
from products.access import level_on
from products.models import Grant, Product
from tests.conftest import Cast
from tests.products.conftest import Make
from tests.products.test_grant_reach import give, partner


@pytest.fixture
def product(cast: Cast, make_product: Make) -> Product:
    """A domain of `alpine`."""
    return make_product(cast.alpine, "alpine.example")


def test_the_highest_of_all_grants_counts(cast: Cast, product: Product) -> None:
    member = cast.membership("collaborator")
    give(cast, membership=member, scope="product", product=product, level="view")
    assert level_on(as_actor(member), product) == "view"
    team = Team.objects.get(organization=cast.alpine)
    give(cast, team=team, scope="type", type="domain", level="manage")
    assert level_on(as_actor(member), product) == "manage"


def test_to_see_is_not_to_manage(cast: Cast, product: Product) -> None:
    member = cast.membership("collaborator")
    give(cast, membership=member, scope="product", product=product, level="view")
    actor = as_actor(member)
    assert decide(actor, "products.product.view", product)
    refused = decide(actor, "products.product.manage", product)
    assert not refused
    assert "grant to manage" in str(refused.reason)
    assert [basis.given_by for basis in refused.because if basis.kind == "grant"] == ["Lara"]


def test_a_block_stops_all_but_administrators_and_full_partners(
    cast: Cast, product: Product
) -> None:
    member = cast.membership("external")
    give(cast, membership=member, scope="product", product=product, level="manage")
    limited = partner(cast, "partner_limited")
    contract = Grant(organization=cast.alpine, given_by="Lara", scope="product", product=product)
    contract.contract_id = cast.alpine.partner_contracts.get(partner=cast.agency).pk
    contract.level = "manage"
    contract.save()
    who = [as_actor(cast.membership(part)) for part in ("legal", "administrator")]
    who.append(partner(cast, "partner_full"))
    for actor in (*who, as_actor(member), limited):
        assert decide(actor, "products.product.manage", product)
    product.blocked_at, product.blocked_by = timezone.now(), "Lara"
    for actor in who:
        assert decide(actor, "products.product.manage", product)
    for actor in (as_actor(member), limited):
        refused = decide(actor, "products.product.manage", product)
        assert "blocked" in str(refused.reason)
        assert "block" in {basis.kind for basis in refused.because}
        assert decide(actor, "products.product.view", product)


def test_nobody_reaches_a_product_next_door(cast: Cast, make_product: Make) -> None:
    other = make_product(cast.rival, "rival.example")
    for part in ("legal", "administrator", "collaborator"):
        actor = as_actor(cast.membership(part))
        assert level_on(actor, other) == ""
        for permission in ("products.product.view", "products.product.manage"):
            assert not decide(actor, permission, other)
