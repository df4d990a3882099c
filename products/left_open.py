"""What goes on past the console when a product is blocked or a person suspended (G3.13)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace

from django.db.models import Count
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orgs.models import Membership
from orgs.reach import as_actor
from products.catalog.types import ProductType, catalog
from products.models import Product


def doors_of(kind: ProductType) -> list[str]:
    """By which names and programs products of the type are reached past the console."""
    doors = [str(each.label) for each in kind.identifiers]
    return [*doors, _("mail programs (IMAP, SMTP)")] if kind.can("mailboxes") else doors


def left_open_by_block(products: Iterable[Product]) -> str:
    """What a block of these does not close, in a sentence; nothing where there is none."""
    kinds = {each.type: catalog().types[each.type] for each in products}
    doors = list(dict.fromkeys(door for kind in kinds.values() for door in doors_of(kind)))
    if not doors:
        return ""
    return _(
        "This does not close %(doors)s: whoever knows a password for it goes on getting in. "
        "Change those passwords as well."
    ) % {"doors": get_text_list(doors, _("and"))}


def left_open_by_suspension(membership: Membership) -> Sequence[str]:
    """For each type that the person sees something of: by which doors, and of how many products.
    One query, or two."""
    actor = replace(as_actor(membership), role=membership.role)
    open_types = {
        slug: doors for slug, kind in catalog().types.items() if (doors := doors_of(kind))
    }
    rows = Product.objects.visible_to(actor).filter(type__in=open_types)
    counts = dict(rows.order_by().values_list("type").annotate(Count("pk")))
    lines = []
    for slug, doors in open_types.items():
        if count := counts.get(slug, 0):
            sentence = ngettext(
                "%(type)s: %(doors)s of %(count)d product",
                "%(type)s: %(doors)s of %(count)d products",
                count,
            )
            facts = {"type": catalog().types[slug].plural, "count": count}
            lines.append(sentence % {**facts, "doors": get_text_list(doors, _("and"))})
    return lines
