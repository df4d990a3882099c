"""What the pages show of access: on a product, and of a person, a team or a partner."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Case, Count, Q, When
from django.urls import reverse
from django.utils.functional import Promise

from console.shell.actor import Actor
from console.shell.decision import Decision
from orgs.models import Membership, PartnerContract, Role
from orgs.names import fold_for_search
from orgs.policy import decide
from products.access import bases_of
from products.catalog.types import catalog
from products.grant_giving import NAMES
from products.grant_holders import KINDS, MEMBER, Holder, holder_of, may_give, why_not_hold
from products.grant_words import level_label, reach_words, until
from products.models import SEES_ALL, Grant, Level, Product

MOST_SHOWN = 50
# Of the people with the role for it, by name on the page of a product.
HEADS_SHOWN = 8
WIDEST_FIRST = Case(
    When(scope=Grant.Scope.EVERYTHING, then=0), When(scope=Grant.Scope.TYPE, then=1), default=2
)


@dataclass(frozen=True, slots=True)
class Line:
    """One grant in words, and what can be done to it."""

    pk: int
    holder: Holder
    href: str
    why: str
    reach: str
    is_wide: bool
    level: str | Promise
    is_manage: bool
    until: str
    given_by: str
    given_at: datetime
    reason: str
    people: int | None
    may: Decision


@dataclass(frozen=True, slots=True)
class Access:
    """Everybody who reaches one product, and why."""

    heads: Sequence[Membership]
    more_heads: bool
    partners: Sequence[PartnerContract]
    lines: Sequence[Line]
    more: bool
    may_give: Decision


@dataclass(frozen=True, slots=True)
class Held:
    """What one holder has now."""

    holder: Holder
    lines: Sequence[Line]
    more: bool
    may_give: Decision
    why_not: str
    href: str


def access_of(actor: Actor, product: Product) -> Access | None:
    """Who can see or manage it: by role, as a partner, by a grant. Three queries for any number;
    None for whoever may not know."""
    if not decide(actor, "products.grant.list"):
        return None
    here = Membership.objects.visible_to(actor)
    heads = list(
        here.filter(role__in=SEES_ALL, suspended_at=None)
        .select_related("user")
        .order_by("role_rank", "sort_name", "id")[: HEADS_SHOWN + 1]
    )
    partners = PartnerContract.objects.filter(
        organization_id=actor.here, access=PartnerContract.Access.FULL
    )
    reaching = Grant.objects.visible_to(actor).on(product.pk, product.type)
    # What an external got of a whole type, before they were one, gives them nothing.
    reaching = reaching.exclude(~Q(scope=Grant.Scope.PRODUCT), membership__role=Role.EXTERNAL)
    lines, more = _lines(actor, reaching.exclude(membership__role__in=SEES_ALL), product)
    return Access(
        heads=heads[:HEADS_SHOWN],
        more_heads=len(heads) > HEADS_SHOWN,
        partners=list(partners.select_related("partner").order_by("partner__name")[:HEADS_SHOWN]),
        lines=lines,
        more=more,
        may_give=decide(actor, "products.grant.give"),
    )


def own_access(actor: Actor, product: Product) -> Mapping[str, Any]:
    """For whoever sees a product by a grant: how far they may go, and what that rests on."""
    if actor.role in SEES_ALL:
        return {}
    manages = decide(actor, "products.product.manage", product)
    return {"manages": manages, "bases": bases_of(actor, product)}


def held_by(actor: Actor, holder: Holder) -> Held:
    """What it has in force, the widest first. One query."""
    lines, more = _lines(actor, Grant.objects.visible_to(actor).filter(**holder.fields), None)
    return Held(
        holder,
        lines,
        more,
        may_give(actor, holder.kind),
        why_not_hold(holder),
        holder.url(holder.row.organization.slug),
    )


def _lines(actor: Actor, grants: Any, product: Product | None) -> tuple[list[Line], bool]:
    rows = (
        grants.in_force()
        .select_related(*NAMES)
        .annotate(people=Count("team__memberships", distinct=True))
    )
    order = (WIDEST_FIRST, "product__sort_name", "team__name", "membership__sort_name", "id")
    found = list(rows.order_by(*order)[: MOST_SHOWN + 1])
    allowed = {kind: may_give(actor, kind) for kind in KINDS}
    return [_line(grant, product, allowed) for grant in found[:MOST_SHOWN]], len(found) > MOST_SHOWN


def _line(grant: Grant, product: Product | None, allowed: Mapping[str, Decision]) -> Line:
    holder, slug = holder_of(grant), grant.organization.slug
    return Line(
        pk=grant.pk,
        holder=holder,
        href=holder.url(slug),
        why=_why(holder, grant, product, slug),
        reach=reach_words(grant),
        is_wide=grant.scope != Grant.Scope.PRODUCT,
        level=level_label(grant.level),
        is_manage=grant.level == Level.MANAGE,
        until=until(grant),
        given_by=grant.given_by,
        given_at=grant.given_at,
        reason=grant.reason,
        people=grant.people if grant.team_id else None,  # type: ignore[attr-defined]
        may=allowed[holder.kind],
    )


def _why(holder: Holder, grant: Grant, product: Product | None, slug: str) -> str:
    """The page that answers why, for a person and a product."""
    pk = product.pk if product else grant.product_id
    if holder.kind != MEMBER or pk is None:
        return ""
    permission = "manage" if grant.level == Level.MANAGE else "view"
    page = reverse("orgs:decision-explain", kwargs={"organization": slug})
    return f"{page}?person={holder.row.pk}&action=products.product.{permission}&object={pk}"


@dataclass(frozen=True, slots=True)
class Choice:
    """One product to tick, and what the holder has on it already."""

    pk: int
    name: str
    type: str
    has: str | Promise
    is_ticked: bool


def choices(
    actor: Actor, holder: Holder | None, looked_for: str, kind: str, ticked: Sequence[int]
) -> tuple[list[Choice], bool]:
    """What is ticked, then the first 50 that match, by name; and whether there are more. Three
    queries; without a holder, who is only being invited, two."""
    products = Product.objects.visible_to(actor)
    matching = products.filter(type=kind) if kind in catalog().types else products
    piece = fold_for_search(looked_for.replace("\0", "").strip())
    if piece:
        matching = matching.filter(search_text__contains=piece)
    kept = list(products.filter(pk__in=ticked).order_by("sort_name", "id")) if ticked else []
    found = list(matching.exclude(pk__in=ticked).order_by("sort_name", "id")[: MOST_SHOWN + 1])
    shown = [*kept, *found[:MOST_SHOWN]]
    has = _levels_of(holder, shown) if holder else {}
    types = catalog().types
    return [
        Choice(
            each.pk,
            each.name,
            str(types[each.type].label),
            level_label(has[each.pk]) if each.pk in has else "",
            each.pk in ticked,
        )
        for each in shown
    ], len(found) > MOST_SHOWN


def _levels_of(holder: Holder, products: Sequence[Product]) -> dict[int, str]:
    rows = holder.grants.in_force().filter(product__in=[each.pk for each in products])
    return dict(rows.values_list("product_id", "level"))
