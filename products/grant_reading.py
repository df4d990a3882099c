"""The grants of somebody: read with the member where a change of role holds them anyway."""

from __future__ import annotations

from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, QuerySet
from django.db.models.functions import JSONObject
from django.utils import timezone
from django.utils.dateparse import parse_datetime

from orgs.models import Membership, Team
from products.models import Grant, Product

_FIELDS = (
    "pk", "scope", "type", "level", "reason", "given_by", "ends_at", "product_id",
    "product__name", "team_id", "team__name",
)  # fmt: skip


def read_grants_along(members: QuerySet[Membership]) -> QuerySet[Membership]:
    """Their own and those of their teams, as plain values (`grants_read`, `team_grants_read`)."""
    return members.annotate(
        grants_read=_array(Grant.objects.filter(membership=OuterRef("pk"))),
        team_grants_read=_array(Grant.objects.filter(team__memberships__membership=OuterRef("pk"))),
    )


def _array(grants: QuerySet[Grant]) -> ArraySubquery:
    described = grants.annotate(described=JSONObject(**{name: name for name in _FIELDS}))
    return ArraySubquery(described.order_by("pk").values("described"))


def grants_reaching(membership: Membership) -> list[Grant]:
    """Their own and those of their teams that are in force; one query at most."""
    if not hasattr(membership, "grants_read"):
        rows = read_grants_along(Membership.objects.filter(pk=membership.pk))
        found: Any = rows.first()
        membership.grants_read = found.grants_read if found else []  # type: ignore[attr-defined]
        membership.team_grants_read = found.team_grants_read if found else []  # type: ignore[attr-defined]
    own, by_teams = membership.grants_read, membership.team_grants_read  # type: ignore[attr-defined]
    now = timezone.now()
    grants = [_grant(membership, each) for each in (*own, *by_teams)]
    return [each for each in grants if each.ends_at is None or each.ends_at > now]


def own_grants(membership: Membership) -> list[Grant]:
    """Their own that are in force."""
    return [each for each in grants_reaching(membership) if each.membership_id]


def _grant(membership: Membership, values: dict[str, Any]) -> Grant:
    team, product = values["team_id"], values["product_id"]
    return Grant(
        pk=values["pk"],
        organization=membership.organization,
        membership=None if team else membership,
        team=Team(pk=team, name=values["team__name"]) if team else None,
        product=Product(pk=product, name=values["product__name"]) if product else None,
        scope=values["scope"],
        type=values["type"],
        level=values["level"],
        reason=values["reason"],
        given_by=values["given_by"],
        ends_at=parse_datetime(values["ends_at"]) if values["ends_at"] else None,
    )
