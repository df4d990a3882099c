"""What the page of a product shows of a domain and of its holder at the registry."""

from __future__ import annotations

from typing import Any

from console.shell.actor import Actor
from orgs.policy import decide
from products.holder_orders import standing_of
from products.models import Product
from products.release import is_releasable


def registry_part(actor: Actor, product: Product) -> dict[str, Any]:
    """What is under way or was refused there, and whether the domain can be let go; one query."""
    return {
        "standing": standing_of(product),
        "is_releasable": is_releasable(product),
        "release": decide(actor, "products.domain.release", product),
        "holding": decide(actor, "products.contact.manage"),
    }
