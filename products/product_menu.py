"""What can be done to a product: the ⋮ menu of its row and the buttons of its page."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from console.shell.decision import Decision
from console.shell.http import url_for
from console.shell.request import Request
from orgs.policy import decide
from products.models import Product
from products.product_blocking import can_be_blocked, is_blocked


def for_every(product: Product) -> bool:
    """What can apply to any product."""
    return True


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the menu, as declared: the gate it asks, the page it opens, and to which
    products it applies at all. `is_dialog`: that page has a partial `dialog`."""

    permission: str
    label: str | Promise
    icon: str
    page: str
    applies: Callable[[Product], bool] = for_every
    is_dialog: bool = True
    is_danger: bool = False


@dataclass(frozen=True, slots=True)
class Item:
    """One line of the menu for one product; a closed one carries its reason."""

    entry: Entry
    href: str
    decision: Decision


ENTRIES: tuple[Entry, ...] = (
    Entry(
        "products.product.block",
        _("Block product management"),
        "ban",
        "products:product-block",
        applies=can_be_blocked,
    ),
    Entry(
        "products.product.block",
        _("Unblock product management"),
        "lock-open",
        "products:product-unblock",
        applies=is_blocked,
    ),
)


def menu_of(request: Request, product: Product) -> list[Item]:
    """Every entry that applies to this product now; a closed one says why and who can. Whoever
    may not ask why (a partner) gets the open ones."""
    may_ask = decide(request.actor, "orgs.decision.explain")
    found = [
        Item(
            entry,
            url_for(request, entry.page, pk=product.pk),
            decide(request.actor, entry.permission, product),
        )
        for entry in ENTRIES
        if entry.applies(product)
    ]
    return [item for item in found if item.decision or may_ask]
