"""What the home page says of products: tiles, and what runs out in the months ahead."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from console.charts import Amount, bar_chart
from console.shell.http import url_for
from console.shell.lists import count_up_to_cap
from console.shell.request import Request
from console.tiles import tiles
from orgs.policy import decide
from products.expiring import Expiring, Month, expiring_by_month
from products.reach import seen_products


@dataclass(frozen=True, slots=True)
class Row:
    """One month of the table under the chart; `href` is the list of its products."""

    month: Month
    by_hand: int
    automatic: int
    total: int
    href: str


@dataclass(frozen=True, slots=True)
class Ahead:
    """The months ahead in numbers."""

    rows: Sequence[Row]

    @property
    def total(self) -> int:
        """All that run out."""
        return sum(each.total for each in self.rows)

    @property
    def by_hand(self) -> int:
        """Those that nothing renews."""
        return sum(each.by_hand for each in self.rows)

    @property
    def automatic(self) -> int:
        """Those renewed by themselves."""
        return sum(each.automatic for each in self.rows)

    @property
    def first(self) -> str:
        """The name of the first month."""
        return self.rows[0].month.name

    @property
    def last(self) -> str:
        """The name of the last month."""
        return self.rows[-1].month.name

    @property
    def sentence(self) -> str:
        """What the drawing shows, for whoever does not see it."""
        most = max(self.rows, key=lambda each: each.total)
        words = _(
            "%(total)s in all, %(by_hand)s of them renewed by nothing. The most in %(month)s: "
            "%(most)s."
        )
        return words % {
            "total": number_format(self.total, force_grouping=True),
            "by_hand": number_format(self.by_hand, force_grouping=True),
            "month": most.month.name,
            "most": number_format(most.total, force_grouping=True),
        }


def product_overview(request: Request) -> dict[str, Any]:
    """For the products that the person may see: two queries. Without any, nothing."""
    if not decide(request.actor, "products.product.list"):
        return {}
    found = tiles(request)
    products = seen_products(request)
    href = url_for(request, "products:product-list")
    context = {
        "products_url": href,
        "product_total": count_up_to_cap(products, request),
        "tiles": found,
    }
    if found:
        months = expiring_by_month(products, timezone.now())
        ahead = Ahead([_row(each, href) for each in months])
        amounts = [
            Amount(each.month.short, (each.by_hand, each.automatic), is_now=number == 0)
            for number, each in enumerate(months)
        ]
        context |= {"expiring": ahead, "chart": bar_chart(amounts)}
    return context


def _row(each: Expiring, href: str) -> Row:
    address = f"{href}?expires={each.month.value}&sort=expires"
    return Row(each.month, each.by_hand, each.automatic, each.total, address)
