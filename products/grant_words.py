"""Access in words: how far it goes, what it reaches, until when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from products.catalog.types import catalog
from products.grant_ends import last_day
from products.grant_holders import holder_of
from products.models import Grant, Level


def level_label(level: str) -> str | Promise:
    """The level as people call it."""
    return Level(level).label if level in Level.values else level


def type_label(slug: str) -> str:
    """The products of a type; a type that is in the catalog no more keeps its technical name."""
    found = catalog().types.get(slug)
    return str(found.plural) if found else slug


def reach_words(grant: Grant) -> str:
    """What it reaches: a name, a type, or everything."""
    if grant.scope == Grant.Scope.EVERYTHING:
        return _("Every product, future ones too")
    if grant.scope == Grant.Scope.TYPE:
        return _("%(type)s: all, future ones too") % {"type": type_label(grant.type)}
    return grant.product.name if grant.product else ""


def line_of(grant: Grant) -> str:
    """One sentence for a list: "alpine.example: manage"."""
    words = {"reach": reach_words(grant), "level": level_label(grant.level)}
    if grant.ends_at is None:
        return _("%(reach)s (%(level)s)") % words
    return _("%(reach)s (%(level)s, until %(day)s)") % {**words, "day": until(grant)}


def until(grant: Grant) -> str:
    """The last day, in the Organization's zone; empty for a grant without an end."""
    if grant.ends_at is None:
        return ""
    return str(date_format(last_day(grant.ends_at, grant.organization.time_zone), "j M Y"))


def as_plain(grant: Grant) -> dict[str, Any]:
    """What the log keeps: enough to give the same again."""
    return {
        "holder": _holder(grant),
        "scope": grant.scope,
        "product": {"id": grant.product_id, "name": str(grant.product)} if grant.product else None,
        "type": grant.type,
        "level": grant.level,
        "reason": grant.reason,
        "ends_at": grant.ends_at,
        "given_by": grant.given_by,
    }


def _holder(grant: Grant) -> dict[str, Any]:
    holder = holder_of(grant)
    return {"kind": holder.kind, "id": holder.row.pk, "name": holder.name}


def in_order(grants: Iterable[Grant]) -> list[Grant]:
    """The widest first, then by name."""
    rank = {scope: place for place, scope in enumerate(reversed(Grant.Scope.values))}
    return sorted(grants, key=lambda grant: (rank[grant.scope], reach_words(grant), grant.pk or 0))


def few(lines: Sequence[str], most: int = 20) -> list[str]:
    """The first of them, and how many more there are."""
    if len(lines) <= most:
        return list(lines)
    more = len(lines) - most
    rest = ngettext("and %(count)d more", "and %(count)d more", more) % {"count": more}
    return [*lines[:most], rest]
