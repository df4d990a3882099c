"""What teams carry of products, in a line or two for the pages of teams and people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from console.shell.actor import Actor
from orgs.carrying import Line
from orgs.policy import decide
from products.grant_words import level_label, type_label
from products.models import Grant


def carried_products(actor: Actor, team_ids: Sequence[int]) -> Mapping[int, Sequence[Line]]:
    """Whole types and everything by name, chosen products in number, for whoever may see who
    has access. One query, for no team too: a page costs the same however much it shows."""
    if not decide(actor, "products.grant.list"):
        return {}
    rows = (
        Grant.objects.visible_to(actor)
        .in_force()
        .filter(team_id__in=[*team_ids, 0])
        .values_list("team_id", "scope", "type", "level")
        .annotate(count=Count("pk"))
        .order_by("team_id", "scope", "type", "level")
    )
    lines: dict[int, list[Line]] = defaultdict(list)
    for team_id, scope, kind, level, count in rows:
        lines[team_id].append(_line(scope, kind, level, count))
    return lines


def _line(scope: str, kind: str, level: str, count: int) -> str:
    words = {"level": level_label(level), "type": type_label(kind), "count": count}
    if scope == Grant.Scope.EVERYTHING:
        return _("%(level)s: every product") % words
    if scope == Grant.Scope.TYPE:
        return _("%(level)s: %(type)s") % words
    sentence = ngettext("%(level)s: %(count)d product", "%(level)s: %(count)d products", count)
    return sentence % words
