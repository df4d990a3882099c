"""Letters about holders and their cards: to the addresses on the cards, old and new."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from console.shell.letters import Letter, Occasion, letter
from orgs.models import Membership
from orgs.policy.gate import TABLE
from orgs.reach import members_who_may
from products.access import members_seeing
from products.letters.reachable import is_reachable
from products.models import Contact, Product, RegistrarOrder
from products.registry_words import refusal


@letter("products.holder.changed")
def tell_both_holders(occasion: Occasion) -> Iterator[Letter]:
    """Once to the former and once to the new holder, for all that changed between the two."""
    names = cast("list[str]", occasion.extra["names"])
    former = cast("Contact", occasion.extra["former"])
    holder = cast("Contact", occasion.extra["holder"])
    if not names:
        return
    context = {
        "names": names,
        "former": str(former),
        "holder": str(holder),
        "by": occasion.extra["by"],
        "at": occasion.entry.created_at,
    }
    for card in {each.email.lower(): each for each in (former, holder)}.values():
        if is_reachable(card):
            yield _to_card(card, "products/holder_changed", context)


@letter("products.contact.changed")
def tell_both_addresses(occasion: Occasion) -> Iterator[Letter]:
    """The address that stood on the card and the one that stands there now; nobody about a card
    that holds nothing."""
    card = cast("Contact", occasion.subject)
    if not occasion.extra["is_used"]:
        return
    context = {
        "by": occasion.actor.name,
        "at": occasion.entry.created_at,
        "former_email": str(occasion.extra["former_email"]),
        "email": card.email,
    }
    for address in dict.fromkeys((str(occasion.extra["former_email"]), card.email)):
        if is_reachable(card, address):
            yield _to_card(card, "products/contact_changed", context, to=address)


@letter("products.holder.refused")
@letter("products.lock.refused")
def tell_who_asked(occasion: Occasion) -> Iterator[Letter]:
    """That the registry refused what was ordered: see `_acting`."""
    product = cast("Product", occasion.subject)
    order = cast("RegistrarOrder", occasion.extra["order"])
    for member in _acting(product, order):
        is_asker = member.pk == order.asked_by_id
        yield Letter(
            to=member.user.email,
            template="products/order_refused",
            context={
                "person": member.user.full_name,
                "organization": product.organization.name,
                "slug": product.organization.slug,
                "product": product.name,
                "pk": product.pk,
                "by": "" if is_asker else order.asked_by_name,
                "is_asker": is_asker,
                "is_lock": order.verb == "lock",
                "reason": refusal(cast("int", occasion.entry.after["code"])),
                "was_paid": order.charge_id is not None,
            },
            language=member.user.language,
            time_zone=member.user.time_zone,
            to_name=member.user.full_name,
        )


def _acting(product: Product, order: RegistrarOrder) -> list[Membership]:
    """Whoever asked, while they see the product; where they are gone, kept out or do not see it
    any more, whoever may order it anew. A fee that is given back is never told to nobody."""
    asker = Membership.objects.filter(
        pk=order.asked_by_id or 0, suspended_at=None, user__is_active=True
    ).select_related("user")
    if found := list(members_seeing(asker, product)):
        return found
    rule = "products.domain.release" if order.verb == "lock" else "products.contact.manage"
    able = members_who_may(TABLE[rule], product.organization_id, product)
    return list(able.filter(user__is_active=True).select_related("user"))


def _to_card(card: Contact, template: str, context: dict[str, Any], *, to: str = "") -> Letter:
    return Letter(
        to=to or card.email,
        template=template,
        context={**context, "card": str(card), "organization": card.organization.name},
        time_zone=card.organization.time_zone,
    )
