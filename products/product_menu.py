"""What can be done to a product: the ⋮ menu of its row and the buttons of its page."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from console.shell.request import Request
from orgs.menu import Entry, Item, items_of
from orgs.policy import decide
from products.holder_change import has_holder
from products.models import ELSEWHERE, Product
from products.moving.objections import can_move
from products.product_blocking import can_be_blocked, is_blocked
from products.renewing import can_renew, can_restore


def is_elsewhere(product: Product) -> bool:
    """Whether another provider runs it."""
    return product.status == ELSEWHERE


ENTRIES: tuple[Entry[Product], ...] = (
    Entry(
        "products.product.renew",
        _("Renew"),
        "refresh-cw",
        "products:product-renew",
        applies=can_renew,
    ),
    Entry(
        "products.product.renew",
        _("Restore"),
        "rotate-cw",
        "products:product-restore",
        applies=can_restore,
    ),
    Entry(
        "products.contact.manage",
        _("Change the holder"),
        "user-check",
        "products:product-holder",
        applies=has_holder,
        is_dialog=False,
    ),
    Entry(
        "products.move.offer",
        _("Move to another organization"),
        "send",
        "products:product-move",
        applies=can_move,
        is_dialog=False,
    ),
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
    Entry(
        "products.product.import",
        _("Take off the list"),
        "trash",
        "products:product-forget",
        applies=is_elsewhere,
    ),
)


def menu_of(request: Request, product: Product) -> list[Item[Product]]:
    """Every entry that applies to this product now; a closed one says why and who can. Whoever
    may not ask why (a partner) gets the open ones."""
    may_ask = decide(request.actor, "orgs.decision.explain")
    return [item for item in items_of(request, ENTRIES, product) if item.decision or may_ask]
