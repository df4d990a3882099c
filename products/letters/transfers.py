"""The letter about a transfer that failed (E9): to whoever asked, and to who looks after money."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from console.shell.letters import Letter, Occasion, letter
from orgs import topics
from orgs.models import Membership
from orgs.policy.gate import TABLE
from orgs.reach import members_who_may
from products.access import members_seeing
from products.letters.renewals import DUE
from products.models import IncomingTransfer, Product, RegistrarOrder
from products.transfer_failures import failure_of
from products.transfer_link import LASTS_DAYS, link_word


@letter("products.transfer.failed")
def tell_that_the_transfer_failed(occasion: Occasion) -> Iterator[Letter]:
    """Whoever asked, whatever they chose; others with billing rights as they wish (G10.1)."""
    product = cast("Product", occasion.subject)
    transfer = IncomingTransfer.objects.filter(product=product).first()
    if transfer is None:
        return
    failure = failure_of(transfer.failure_code, transfer.failure_text)
    order = occasion.extra.get("order")
    for reader in _readers(product, order if isinstance(order, RegistrarOrder) else None):
        yield Letter(
            to=reader.user.email,
            template="products/transfer_failed",
            context={
                "person": reader.user.full_name,
                "organization": reader.organization.name,
                "slug": reader.organization.slug,
                "product": product.name,
                "reason": failure.reason,
                "advice": failure.advice,
                "word": link_word(product.pk, transfer.attempts),
                "days": LASTS_DAYS,
            },
            language=reader.user.language,
            time_zone=reader.user.time_zone,
            to_name=reader.user.full_name,
        )


def _readers(product: Product, order: RegistrarOrder | None) -> list[Membership]:
    asker = Membership.objects.filter(
        pk=(order.asked_by_id if order else None) or 0, suspended_at=None, user__is_active=True
    ).select_related("user", "organization")
    wanting = members_seeing(topics.recipients(product.organization_id, DUE), product)
    rule = TABLE["products.product.renew"]
    may = set(members_who_may(rule, product.organization_id, product).values_list("pk", flat=True))
    others = [each for each in wanting if each.pk in may]
    return list({each.pk: each for each in (*asker, *others)}.values())
