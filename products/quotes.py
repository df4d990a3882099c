"""What renewing, restoring and the Renewal Warranty cost one product, part by part."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal

from django.utils.translation import gettext as _

from products.catalog.extensions import extension_of
from products.catalog.prices import Price, currency_of, price_of, terms_of
from products.models import Product
from products.registrar.life import add_years
from products.renewing import no_price

# No registry takes a registration that ends later (ICANN's agreements with registries; ours too).
LONGEST = 10


@dataclass(frozen=True, slots=True)
class Part:
    """One line of a quote: what for (a purpose of the price list), for so many years."""

    purpose: str
    years: int
    price: Price


@dataclass(frozen=True, slots=True)
class Quote:
    """What one step costs. `parts` are paid with the step, `option` (the Renewal Warranty of a
    product that has it) when the step is done."""

    years: int
    parts: tuple[Part, ...]
    option: Part | None = None

    @property
    def price(self) -> Price:
        """What is charged for the step itself; the first part names the source."""
        first = self.parts[0].price
        return replace(first, amount=sum((each.price.amount for each in self.parts), Decimal()))

    @property
    def lines(self) -> Sequence[Part]:
        """Everything that is paid, in the order it is shown."""
        return [*self.parts, *([self.option] if self.option else [])]

    @property
    def total(self) -> Price:
        """All of it."""
        more = self.option.price.amount if self.option else Decimal()
        return replace(self.price, amount=self.price.amount + more)


def renewal_of(product: Product, years: int) -> Quote | None:
    """What so many years cost; None when no price is known."""
    return _quote(product, years, _part(product, "renew", years))


def restore_of(product: Product) -> Quote | None:
    """What bringing a domain back costs: the fee, and the year that it adds."""
    return _quote(product, 1, _part(product, "restore", 1), _part(product, "renew", 1))


def warranty_of(product: Product, years: int = 1) -> Part | None:
    """What the Renewal Warranty costs; None when no price is known."""
    return _part(product, "warranty", years)


def terms(product: Product, now: datetime) -> list[Quote]:
    """For how long it can be renewed, with the price of each, the shortest first.

    A domain: up to the years of its extension (one where they are not known), and not past ten
    years from now. Anything else: the terms of the price list. Nobody pays for a time that is
    over already: what then still had run out is no term.
    """
    is_domain = product.type == "domain"
    years = [
        each
        for each in _years(product)
        if is_worth(product, each, now) and (not is_domain or _is_short(product, each, now))
    ]
    return [quote for each in years if (quote := renewal_of(product, each))]


def why_no_terms(product: Product, now: datetime) -> str:
    """Why there is none of them: a sentence."""
    if not any(renewal_of(product, each) for each in _years(product)):
        return no_price()
    if product.type == "domain" and not _is_short(product, 1, now):
        return _("It runs for as long as a domain can be registered: nothing can be added now.")
    return _("It ran out so long ago that the time to pay for is over already. Ask the support.")


def _years(product: Product) -> Sequence[int]:
    if product.type == "domain":
        return range(1, (extension_of(product.name).years or 1) + 1)
    return terms_of(product.type, "renew", currency=currency_of(product.organization))


def is_worth(product: Product, years: int, now: datetime) -> bool:
    """Whether it runs for a while from now on when it is renewed for so many years."""
    end = product.expires_at
    return end is not None and add_years(end, years) > now


def _is_short(product: Product, years: int, now: datetime) -> bool:
    end = product.expires_at
    return end is not None and add_years(end, years) <= add_years(now, LONGEST)


def _part(product: Product, purpose: str, years: int) -> Part | None:
    currency = currency_of(product.organization)
    price = price_of(product.type, product.name, purpose, currency=currency, years=years)
    return Part(purpose, years, price) if price else None


def _quote(product: Product, years: int, *parts: Part | None) -> Quote | None:
    known = tuple(each for each in parts if each)
    if len(known) < len(parts):
        return None
    return Quote(years, known, warranty_of(product, years) if product.warranty else None)
