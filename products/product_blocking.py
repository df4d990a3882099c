"""Who cannot manage products any more once their management is blocked."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Count
from django.utils.translation import gettext as _

from orgs.models import Membership, PartnerContract, Team
from products.access import grants_to_any, members_granted
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
    """Whether its management can be blocked and is not."""
    return not why_not_blocked(product)


def why_not_blocked(product: Product) -> str:
    """What stands against blocking its management, in a sentence; nothing if it can be: a mail
    service has maintenance instead (G3.7)."""
    if product.blocked_at is not None:
        return _("The management of this product is blocked already.")
    if not catalog().types[product.type].can("block"):
        return _("The management of a product of this type cannot be blocked.")
    return ""


def why_not_unblocked(product: Product) -> str:
    """The sentence for a product whose management is open; nothing for one that is blocked."""
    if product.blocked_at is None:
        return _("The management of this product is not blocked.")
    return ""


def is_blocked(product: Product) -> bool:
    """Whether its management is blocked."""
    return product.blocked_at is not None


def affected_by_block(products: Sequence[Product]) -> Affected:
    """Whoever manages one of these products of one Organization by a grant, block or not; four
    queries for any number."""
    if not products:
        return Affected((), 0, (), ())
    managing = grants_to_any(products).filter(level=Level.MANAGE)
    here = Membership.objects.filter(
        organization_id=products[0].organization_id, suspended_at=None
    ).exclude(role__in=SEES_ALL)
    people = members_granted(here, managing).select_related("user").order_by("sort_name", "id")
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
