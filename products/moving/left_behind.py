"""What does not follow a product: who loses sight of it, by name, and the tags."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from django.db.models import Q

from orgs.models import Organization
from products import following
from products.grant_holders import MEMBER, PARTNER, TEAM, holder_of
from products.models import Grant, Product, ProductTag

MOST_NAMED = 8
_READ = ("product", "team", "membership__user", "contract__partner", "organization")


@dataclass(frozen=True, slots=True)
class Names:
    """Some by name, and how many there are."""

    first: Sequence[str] = ()
    count: int = 0

    @property
    def more(self) -> int:
        """How many are not named."""
        return self.count - len(self.first)


@dataclass(frozen=True, slots=True)
class Left:
    """Everything that stays or ends. `grants` are accesses to these very products, which end;
    `wider` reach further and stay, without these products."""

    users: Names = field(default_factory=Names)
    teams: Names = field(default_factory=Names)
    partners: Names = field(default_factory=Names)
    tags: Names = field(default_factory=Names)
    grants: int = 0
    wider: int = 0
    blocked: int = 0
    others: Sequence[str] = ()


def left_behind(organization: Organization, products: Sequence[Product]) -> Left:
    """Two queries, and what mail and billing have to say."""
    ids, types = [each.pk for each in products], {each.type for each in products}
    reaching = Q(product__in=ids) | Q(scope=Grant.Scope.EVERYTHING)
    reaching |= Q(scope=Grant.Scope.TYPE, type__in=types)
    grants = list(
        Grant.objects.filter(reaching, organization=organization)
        .in_force()
        .select_related(*_READ)
        .order_by("pk")
    )
    by_kind: dict[str, list[str]] = {}
    for each in grants:
        holder = holder_of(each)
        by_kind.setdefault(holder.kind, []).append(holder.name)
    chosen = sum(each.scope == Grant.Scope.PRODUCT for each in grants)
    rows = ProductTag.objects.filter(product__in=ids).order_by("tag__sort_name")

    return Left(
        users=_names(by_kind.get(MEMBER, ())),
        teams=_names(by_kind.get(TEAM, ())),
        partners=_names(by_kind.get(PARTNER, ())),
        tags=_names(rows.values_list("tag__name", flat=True)),
        grants=chosen,
        wider=len(grants) - chosen,
        blocked=sum(each.blocked_at is not None for each in products),
        others=[str(line) for each in products for line in following.lines(each, "move")],
    )


def _names(words: Iterable[str]) -> Names:
    found = sorted(set(words), key=str.casefold)
    return Names(found[:MOST_NAMED], len(found))
