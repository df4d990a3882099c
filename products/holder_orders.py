"""How the registry stands to the holder of a domain: a change under way, or the last refusal."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise

from products.models import Product, RegistrarOrder
from products.registrar.orders import OPEN
from products.registry_words import refusal

FAILED = RegistrarOrder.State.FAILED


@dataclass(frozen=True, slots=True)
class Standing:
    """The newest orders of a domain about its holder and about its lock, where they are open
    or failed; what is done is to be seen on the page itself."""

    holder: RegistrarOrder | None = None
    lock: RegistrarOrder | None = None

    @property
    def holder_refusal(self) -> str | Promise:
        """Why the registry refused the holder, or nothing."""
        return _refusal(self.holder)

    @property
    def lock_refusal(self) -> str | Promise:
        """Why the registry refused the lock, or nothing."""
        return _refusal(self.lock)


def standing_of(product: Product) -> Standing:
    """One query; none for what no registry knows."""
    if product.type != "domain":
        return Standing()
    rows = RegistrarOrder.objects.filter(product=product, verb__in=("contacts", "lock"))
    newest = {
        each.verb: each
        for each in rows.order_by("verb", "-pk").distinct("verb").select_related("new_holder")
    }
    return Standing(**dict(_worth_telling(newest)))


def _worth_telling(newest: dict[str, RegistrarOrder]) -> Iterator[tuple[str, RegistrarOrder]]:
    for verb, part in (("contacts", "holder"), ("lock", "lock")):
        order = newest.get(verb)
        if order is not None and (order.state in OPEN or order.state == FAILED):
            yield part, order


def _refusal(order: RegistrarOrder | None) -> str | Promise:
    return refusal(order.code or 0) if order is not None and order.state == FAILED else ""
