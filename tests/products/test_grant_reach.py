"""Which products a grant lets somebody see: held against a plain reading of the rules."""

from __future__ import annotations

import random
from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from console.shell.actor import Actor
from orgs.models import Membership, PartnerContract, Team, TeamMembership
from orgs.reach import as_actor
from products.models import Grant, Product
from tests.conftest import Cast
from tests.products.conftest import Make

TYPES = ("domain", "web_hosting", "drive")


@pytest.fixture
def alpine_products(cast: Cast, make_product: Make) -> list[Product]:
    """Nine in `alpine`, three of each type, and three next door."""
    for number, kind in enumerate(TYPES):
        make_product(cast.rival, f"rival{number}.example", type=kind)
    return [
        make_product(cast.alpine, f"{kind}-{number}.example", type=kind)
        for kind in TYPES
        for number in range(3)
    ]


def give(cast: Cast, **fields: object) -> Grant:
    """A grant in `alpine`."""
    return Grant.objects.create(organization=cast.alpine, given_by="Lara", **fields)


def partner(cast: Cast, part: str) -> Actor:
    """A partner's person acting in `alpine`."""
    contract = PartnerContract.objects.get(
        organization=cast.alpine, partner__memberships__user=cast[part]
    )
    return Actor(
        user_id=cast[part].pk,
        organization_id=cast.alpine.pk,
        role=part,
        partner_id=contract.partner_id,
    )


def seen(actor: Actor) -> set[str]:
    return set(Product.objects.visible_to(actor).values_list("name", flat=True))


def test_administrators_and_full_partners_see_everything_of_theirs_and_nothing_else(
    cast: Cast, alpine_products: list[Product]
) -> None:
    everything = {each.name for each in alpine_products}
    for part in ("legal", "administrator"):
        assert seen(as_actor(cast.membership(part))) == everything
    assert seen(partner(cast, "partner_full")) == everything


def test_without_a_grant_nothing_is_seen(cast: Cast, alpine_products: list[Product]) -> None:
    for part in ("collaborator", "accounting", "external", "suspended"):
        assert seen(as_actor(cast.membership(part))) == set()
    assert seen(partner(cast, "partner_limited")) == set()


def test_a_grant_that_came_to_its_end_is_none(cast: Cast, alpine_products: list[Product]) -> None:
    member = cast.membership("collaborator")
    now = timezone.now()
    give(cast, membership=member, scope="type", type="drive", ends_at=now - timedelta(seconds=1))
    assert seen(as_actor(member)) == set()
    Grant.objects.update(ends_at=now + timedelta(hours=1))
    assert len(seen(as_actor(member))) == 3


def test_a_suspended_member_keeps_grants_and_sees_nothing(
    cast: Cast, alpine_products: list[Product]
) -> None:
    give(cast, membership=cast.membership("suspended"), scope="everything")
    assert seen(as_actor(cast.membership("suspended"))) == set()


def test_a_future_product_of_the_type_is_seen_by_itself(
    cast: Cast, alpine_products: list[Product], make_product: Make
) -> None:
    member = cast.membership("collaborator")
    give(cast, membership=member, scope="type", type="drive")
    make_product(cast.alpine, "new-drive", type="drive")
    assert "new-drive" in seen(as_actor(member))


def test_what_a_team_and_a_contract_carry(cast: Cast, alpine_products: list[Product]) -> None:
    team = Team.objects.get(organization=cast.alpine)
    give(cast, team=team, scope="product", product=alpine_products[0])
    assert seen(as_actor(cast.membership("collaborator"))) == {alpine_products[0].name}
    assert seen(as_actor(cast.membership("accounting"))) == set()
    contract = PartnerContract.objects.get(organization=cast.alpine, partner=cast.agency)
    give(cast, contract=contract, scope="product", product=alpine_products[4])
    assert seen(partner(cast, "partner_limited")) == {alpine_products[4].name}


def reached(products: list[Product], scope: str, product: Product, kind: str) -> set[str]:
    """What a grant of that scope names, read plainly."""
    return {
        each.name
        for each in products
        if scope == "everything"
        or (scope == "type" and each.type == kind)
        or (scope == "product" and each == product)
    }


def holds(
    member: Membership, holder: dict[str, object], scope: str, inside: set[tuple[int, int]]
) -> bool:
    """Whether it is theirs or a team's of theirs; an external holds chosen products only."""
    if member.role == "external" and scope != "product":
        return False
    team = holder.get("team")
    return holder.get("membership") == member or (
        isinstance(team, Team) and (member.pk, team.pk) in inside
    )


@pytest.mark.parametrize("seed", range(12))
def test_it_agrees_with_a_plain_reading_of_the_rules(
    cast: Cast, alpine_products: list[Product], seed: int
) -> None:
    """Random grants and teams, against an oracle that loops."""
    chance = random.Random(seed)
    members = [cast.membership(part) for part in ("collaborator", "accounting", "external")]
    teams = [Team.objects.create(organization=cast.alpine, name=f"T{n}") for n in range(3)]
    inside = {(member.pk, team.pk) for member in members for team in teams if chance.random() < 0.4}
    for member_id, team_id in inside:
        TeamMembership.objects.create(
            organization=cast.alpine, membership_id=member_id, team_id=team_id
        )
    expected: dict[int, set[str]] = {member.pk: set() for member in members}
    for _each in range(8):
        scope = chance.choice(Grant.Scope.values)
        product, kind = chance.choice(alpine_products), chance.choice(TYPES)
        ended = chance.random() < 0.3
        holder = (
            {"membership": chance.choice(members)}
            if chance.random() < 0.5
            else {"team": chance.choice(teams)}
        )
        reach = {"product": product} if scope == "product" else {}
        reach |= {"type": kind} if scope == "type" else {}
        moment = timezone.now() + timedelta(days=-1 if ended else 1)
        try:
            with transaction.atomic():
                give(cast, scope=scope, ends_at=moment, **holder, **reach)
        except IntegrityError:
            continue  # the same grant twice
        if ended:
            continue
        names = reached(alpine_products, scope, product, kind)
        for member in members:
            if holds(member, holder, scope, inside):
                expected[member.pk] |= names
    for member in members:
        assert seen(as_actor(member)) == expected[member.pk]


@pytest.mark.parametrize(
    "fields",
    [
        {"scope": "everything"},
        {"scope": "everything", "both": True},
        {"scope": "type", "member": True},
        {"scope": "product", "member": True},
        {"scope": "everything", "type": "drive", "member": True},
    ],
)
def test_the_database_refuses_a_grant_that_says_two_things(
    cast: Cast, fields: dict[str, object]
) -> None:
    holders: dict[str, object] = {}
    if fields.pop("member", False) or fields.get("both"):
        holders["membership"] = cast.membership("collaborator")
    if fields.pop("both", False):
        holders["team"] = Team.objects.get(organization=cast.alpine)
    with pytest.raises(IntegrityError), transaction.atomic():
        give(cast, **fields, **holders)


def test_it_is_one_query(cast: Cast, alpine_products: list[Product]) -> None:
    member = cast.membership("collaborator")
    give(cast, membership=member, scope="everything")
    actor = as_actor(member)
    with CaptureQueriesContext(connection) as asked:
        assert len(seen(actor)) == 9
    assert len(asked) == 1


def test_externals_and_limited_partners_hold_chosen_products_only(
    cast: Cast, alpine_products: list[Product]
) -> None:
    """Whatever row says otherwise: theirs from before, or a team's."""
    emil = cast.membership("external")
    team = Team.objects.get(organization=cast.alpine)
    TeamMembership.objects.create(organization=cast.alpine, team=team, membership=emil)
    contract = PartnerContract.objects.get(organization=cast.alpine, partner=cast.agency)
    for holder in ({"membership": emil}, {"team": team}, {"contract": contract}):
        give(cast, scope="everything", level="manage", **holder)
        give(cast, scope="type", type="drive", level="manage", **holder)
    assert seen(as_actor(emil)) == seen(partner(cast, "partner_limited")) == set()
    give(cast, scope="product", product=alpine_products[0], team=team)
    assert seen(as_actor(emil)) == {alpine_products[0].name}
    assert len(seen(as_actor(cast.membership("collaborator")))) == 9
