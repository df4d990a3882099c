"""Who cannot manage a product any more once its management is blocked."""

from __future__ import annotations

import copy
from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count

from orgs.models import Membership, PartnerContract, Team
from products.access import grants_to, members_managing
from products.catalog.types import catalog
from products.models import SEES_ALL, Grant, Level, Product

MOST_NAMED = 20


@dataclass(frozen=True, slots=True)
class Affected:
    """People below administrators, by name, `count` of them in all; the teams through which
    some of them manage it, each with `people`; and partners with limited access."""

    people: Sequence[Membership]
    count: int
    teams: Sequence[Team]
    partners: Sequence[PartnerContract]

    @property
    def more(self) -> int:
        """How many people are not named."""
        return self.count - len(self.people)

    def __bool__(self) -> bool:
        return bool(self.count or self.partners)


def can_be_blocked(product: Product) -> bool:
    """Whether its management can be blocked and is not: a mail service has maintenance instead
    (G3.7)."""
    return product.blocked_at is None and catalog().types[product.type].can("block")


def is_blocked(product: Product) -> bool:
    """Whether its management is blocked."""
    return product.blocked_at is not None


def affected_by_block(product: Product) -> Affected:
    """Whoever manages it by a grant, block or not; four queries for any number."""
    unblocked = copy.copy(product)
    unblocked.blocked_at = None
    here = Membership.objects.filter(
        organization_id=product.organization_id, suspended_at=None
    ).exclude(role__in=SEES_ALL)
    people = members_managing(here, unblocked).select_related("user").order_by("sort_name", "id")
    managing = grants_to(product).filter(level=Level.MANAGE)
    teams = Team.objects.filter(pk__in=managing.filter(team__isnull=False).values("team_id"))
    contracts = managing.filter(contract__isnull=False, scope=Grant.Scope.PRODUCT)
    partners = PartnerContract.objects.filter(
        pk__in=contracts.values("contract_id"), access=PartnerContract.Access.LIMITED
    )
    return Affected(
        people=list(people[:MOST_NAMED]),
        count=people.count(),
        teams=list(teams.annotate(people=Count("memberships")).order_by("name")),
        partners=list(partners.select_related("partner").order_by("partner__name")),
    )
