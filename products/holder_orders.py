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
    or failed; what is done is to be seen on the page itself.

    `wanted` is who was to become the holder, also when that card is gone since; empty where the
    order only told of the holder's own card.
    """

    holder: RegistrarOrder | None = None
    lock: RegistrarOrder | None = None
    wanted: str = ""

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
    told = dict(_worth_telling(newest))
    wanted = _wanted(told["holder"], product) if "holder" in told else ""
    if wanted and not told["holder"].asked_by_name:
        # Ordered by an Organization that gave the domain away: its wish is not the next one's.
        del told["holder"]
    return Standing(**told, wanted=wanted)


def _wanted(order: RegistrarOrder, product: Product) -> str:
    if order.new_holder is not None:
        return str(order.new_holder)
    card = order.request["holder"]
    name = str(card["organization"] or card["name"])
    return name if name != str(product.holder) else ""


def _worth_telling(newest: dict[str, RegistrarOrder]) -> Iterator[tuple[str, RegistrarOrder]]:
    for verb, part in (("contacts", "holder"), ("lock", "lock")):
        order = newest.get(verb)
        if order is not None and (order.state in OPEN or order.state == FAILED):
            yield part, order


def _refusal(order: RegistrarOrder | None) -> str | Promise:
    return refusal(order.code or 0) if order is not None and order.state == FAILED else ""
