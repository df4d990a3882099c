"""The three facts about a product, side by side: who holds it, who manages it, who pays."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.utils import timezone

from orgs.models import Organization
from products.models import Contact, Ownership, Product

Fact = Ownership.Fact
BATCH = 3000


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


def note_facts(
    products: Iterable[Product],
    *,
    by: str,
    facts: Sequence[Ownership.Fact] = tuple(Fact),
    since: datetime | None = None,
) -> None:
    """Write into the history of each product what these facts are from now on, or from `since`;
    one query for a thousand products."""
    moment = since or timezone.now()
    rows = [
        Ownership(
            organization=each.organization,
            product=each,
            fact=fact,
            name=_name(each, fact),
            since=moment,
            changed_by=by,
        )
        for each in products
        for fact in facts
    ]
    Ownership.objects.bulk_create(rows, batch_size=BATCH)


def _name(product: Product, fact: Ownership.Fact) -> str:
    if fact == Fact.HOLDER:
        return str(product.holder)
    if fact == Fact.PAYER and product.payer is not None:
        return product.payer.name
    return product.organization.name


def _same(name: str) -> str:
    return " ".join(name.casefold().split())
