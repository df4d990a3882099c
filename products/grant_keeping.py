"""Access as plain values: what is kept of a removed member, and what an invitation promises."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.dateparse import parse_datetime

from orgs.models import Membership, Organization
from products.catalog.types import catalog
from products.grant_giving import Scope
from products.models import CHOSEN_ONLY, Grant, Level, Product


def counts_for(grant: Grant, role: str) -> bool:
    """Whether somebody of that role can hold it: an external holds chosen products only."""
    return role not in CHOSEN_ONLY or grant.scope == Scope.PRODUCT


def as_kept(grant: Grant) -> dict[str, Any]:
    """What it reaches and its terms, enough to give the same again."""
    return {
        "scope": grant.scope,
        "product": grant.product_id,
        "type": grant.type,
        "level": grant.level,
        "reason": grant.reason,
        "ends_at": grant.ends_at.isoformat() if grant.ends_at else None,
        "given_by": grant.given_by,
        "giver": grant.giver_id,
    }


def from_kept(organization_id: int, role: str, snapshot: Mapping[str, Any]) -> list[Grant]:
    """What can be given now, not saved: never more than the role may hold. Three queries at most;
    none when nothing was kept."""
    kept: Iterable[Mapping[str, Any]] = snapshot.get("grants", ())
    if not kept:
        return []
    organization = Organization.objects.get(pk=organization_id)
    numbers = [each["product"] for each in kept if each["scope"] == Scope.PRODUCT]
    rows = Product.objects.filter(organization=organization, pk__in=numbers)
    products = rows.in_bulk()
    givers = _still_there(organization, [each.get("giver") for each in kept])
    found = []
    for each in kept:
        grant = Grant(
            organization=organization,
            scope=each["scope"],
            product=products.get(each["product"]),
            type=each["type"],
            level=each["level"] if each["level"] in Level.values else Level.VIEW,
            reason=each["reason"],
            ends_at=_moment(each["ends_at"]),
            given_by=each["given_by"],
            giver_id=each["giver"] if each.get("giver") in givers else None,
        )
        if _is_possible(grant) and counts_for(grant, role):
            found.append(grant)
    return found


def _still_there(organization: Organization, numbers: Iterable[int | None]) -> set[int]:
    """Those who gave it and are still members, to be told of its end."""
    wanted = {number for number in numbers if number is not None}
    rows = Membership.objects.filter(organization=organization, pk__in=wanted)
    return set(rows.values_list("pk", flat=True)) if wanted else set()


def _is_possible(grant: Grant) -> bool:
    if grant.ends_at is not None and grant.ends_at <= timezone.now():
        return False
    if grant.scope == Scope.PRODUCT:
        return grant.product is not None
    return grant.scope == Scope.EVERYTHING or grant.type in catalog().types


def _moment(text: str | None) -> datetime | None:
    return parse_datetime(text) if text else None
