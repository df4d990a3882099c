"""Letters about renewing and restoring: to whoever asked, and to who looks after the money (E6)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from django.db.models import QuerySet

from console.shell.letters import Letter, Occasion, letter
from orgs import topics
from orgs.models import Membership
from orgs.policy.gate import TABLE
from orgs.reach import members_who_may
from products.access import members_seeing
from products.models import Charge, Product
from products.renewed import money
from products.renewing import WARRANTY

DONE, DUE = "billing.renewal_done", "billing.renewal_due"
topics.sends(DONE)
topics.sends(DUE)


@letter("products.product.renewed")
def tell_of_the_renewal(occasion: Occasion) -> Iterator[Letter]:
    """Whoever asked, and those who want to know of renewals."""
    yield from _letters("products/product_renewed", occasion, _wanting(occasion, DONE))


@letter("products.product.restored")
def tell_of_the_restore(occasion: Occasion) -> Iterator[Letter]:
    """The same people."""
    yield from _letters("products/product_restored", occasion, _wanting(occasion, DONE))


@letter("products.product.renewal_refused")
@letter("products.product.renewal_failed")
def tell_that_it_was_not_renewed(occasion: Occasion) -> Iterator[Letter]:
    """Whoever can ask anew: see `_acting`."""
    yield from _letters("products/renewal_refused", occasion, _acting(occasion))


@letter("products.product.restore_refused")
def tell_that_it_was_not_restored(occasion: Occasion) -> Iterator[Letter]:
    """Whoever can ask anew: see `_acting`."""
    yield from _letters("products/restore_refused", occasion, _acting(occasion))


@letter("products.product.warranty_used")
def tell_of_the_warranty(occasion: Occasion) -> Iterator[Letter]:
    """Everybody with billing rights, whatever they chose: it is open for 280 days (G9.4)."""
    readers = _able(occasion).select_related("user", "organization")
    yield from _letters("products/warranty_used", occasion, readers)


def _asker(occasion: Occasion) -> QuerySet[Membership]:
    return Membership.objects.filter(
        organization_id=occasion.actor.here,
        user_id=occasion.actor.person,
        suspended_at=None,
        user__is_active=True,
    ).select_related("user", "organization")


def _acting(occasion: Occasion) -> list[Membership]:
    """Whoever asked, while they may still do something about it; where nobody asked, or they are
    gone, suspended or without the right by now, those who are told what must be renewed too."""
    asker = list(_asker(occasion))
    is_able = _able(occasion).filter(pk__in=[each.pk for each in asker]).exists()
    return asker if is_able else _wanting(occasion, DUE)


def _able(occasion: Occasion) -> QuerySet[Membership]:
    """Those who may renew the product now."""
    product = cast("Product", occasion.subject)
    return members_who_may(TABLE["products.product.renew"], product.organization_id, product)


def _wanting(occasion: Occasion, topic: str) -> list[Membership]:
    """Nobody learns of a product they cannot see."""
    product = cast("Product", occasion.subject)
    wanting = members_seeing(topics.recipients(product.organization_id, topic), product)
    found = {each.pk: each for each in (*_asker(occasion), *wanting)}
    return list(found.values())


def _letters(
    template: str, occasion: Occasion, readers: list[Membership] | QuerySet[Membership]
) -> Iterator[Letter]:
    product = cast("Product", occasion.subject)
    after = occasion.entry.after
    paid = occasion.extra.get("paid")
    for reader in readers:
        yield Letter(
            to=reader.user.email,
            template=template,
            context={
                "person": reader.user.full_name,
                "organization": reader.organization.name,
                "slug": reader.organization.slug,
                "product": product.name,
                "pk": product.pk,
                "by": occasion.actor.name if occasion.actor.user_id else "",
                "expires_at": product.expires_at,
                "because": after.get("because", ""),
                "returned": after.get("returned", ""),
                "option": after.get("option", ""),
                **_paid(paid),
            },
            language=reader.user.language,
            time_zone=reader.user.time_zone,
            to_name=reader.user.full_name,
        )


def _paid(paid: object) -> dict[str, Any]:
    if not isinstance(paid, Charge):
        return {"price": ""}
    return {"price": money(paid), "pay_until": paid.created_at + WARRANTY}
