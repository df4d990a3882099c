"""The three facts about a product, side by side: who holds it, who manages it, who pays."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from orgs.models import Organization
from products.models import Contact, Ownership, Product

Fact = Ownership.Fact


@dataclass(frozen=True, slots=True)
class Triangle:
    """What is so now, and which sides do not agree (G4.5). The holder agrees with the managing
    Organization when the card bears its name."""

    holder: Contact
    manager: Organization
    payer: Organization
    since: dict[str, datetime]
    holder_differs: bool
    payer_differs: bool

    @property
    def is_broken(self) -> bool:
        """Whether anything differs."""
        return self.holder_differs or self.payer_differs


def triangle_of(product: Product, history: Sequence[Ownership]) -> Triangle:
    """No query: the product comes with its holder, Organization and payer, and `history_of`."""
    payer = product.payer or product.organization
    since = {each.fact: each.since for each in reversed(history)}
    return Triangle(
        product.holder,
        product.organization,
        payer,
        since,
        holder_differs=_same(str(product.holder)) != _same(product.organization.name),
        payer_differs=payer != product.organization,
    )


def history_of(product: Product) -> Sequence[Ownership]:
    """Every change of the three, newest first."""
    return list(Ownership.objects.filter(product=product).order_by("-since", "-id"))


def _same(name: str) -> str:
    return " ".join(name.casefold().split())
