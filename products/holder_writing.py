"""Writing another holder: on the products, in their histories, and what is then told."""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence

from django.db.models import F
from django.utils import timezone

from console.shell.audit import Happened
from products.models import Contact, Ownership, Product


def order_key(what: str, key: str, product: Product) -> str:
    """The key of an order: of the form it was asked with, and of nobody else's."""
    whole = f"{what} {product.organization_id} {product.pk} {key}"
    return f"{what}-{hashlib.sha256(whole.encode()).hexdigest()[:40]}"


def write_holder(products: Sequence[Product], contact: Contact, *, by: str) -> list[Happened]:
    """Make the card their holder, with a line in each history; answers what happened, to be
    recorded. The first product of each former holder carries the names of all of that one, so
    that one letter tells of them."""
    now = timezone.now()
    Product.objects.filter(pk__in=[each.pk for each in products]).update(
        holder=contact, version=F("version") + 1
    )
    Ownership.objects.bulk_create(
        Ownership(
            organization_id=each.organization_id,
            product=each,
            fact=Ownership.Fact.HOLDER,
            name=str(contact),
            since=now,
            changed_by=by,
        )
        for each in products
    )
    by_former: dict[Contact, list[Product]] = defaultdict(list)
    for each in products:
        by_former[each.holder].append(each)
    return [
        Happened(
            each,
            {"holder": str(former)},
            {"holder": str(contact)},
            {
                "former": former,
                "holder": contact,
                "by": by,
                "names": [one.name for one in group] if each is group[0] else [],
            },
        )
        for former, group in by_former.items()
        for each in group
    ]
