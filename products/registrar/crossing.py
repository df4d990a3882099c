"""Transfers of one name that two Organizations ask for: at most one is in the registry's hands.

A registry knows names and no Organizations. That a name is ours, or that a transfer of it is
pending, says nothing about who of ours asked, so a question about one order is never answered
with what came of another's: they go one after the other, and a name that is managed here stays
with whom it is.
"""

from __future__ import annotations

from products.models import Product, RegistrarOrder
from products.registrar import codes
from products.registrar.outcomes import Outcome, Result
from products.registrar.port import Unavailable


def outcome_of(order: RegistrarOrder) -> Outcome | None:
    """Refused where the name is managed here by another product (2302), or another's transfer of
    it is pending (2300); None where nothing crosses it. Raises `Unavailable` while the answer to
    an earlier one is not known yet."""
    if order.verb != "transfer":
        return None
    name = order.product.name
    if Product.objects.managed_domains().filter(name=name).exclude(pk=order.product_id).exists():
        return Outcome(Result.REFUSED, codes.EXISTS, "Managed here already")
    if order.code == codes.PENDING:
        return None
    sent = RegistrarOrder.objects.filter(
        verb="transfer", state=RegistrarOrder.State.SENT, product__name=name
    ).exclude(product=order.product_id)
    if sent.filter(code=codes.PENDING).exists():
        return Outcome(Result.REFUSED, codes.TRANSFER_PENDING, "Another transfer is pending")
    if sent.filter(pk__lt=order.pk).exists():
        raise Unavailable(0, "Another transfer of the name is not answered yet")
    return None
