"""A product as it is now, held until the end of the change, and the actor's right with it."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _

from console.shell.actions import Forbidden
from console.shell.actor import Actor
from orgs import policy
from products.models import Product


def hold_product(actor: Actor, product_id: int, permission: str) -> Product:
    """The product locked until the end, by whoever may (`permission`), asked again.

    To be asked under the lock of the Organization. Raises `Forbidden` with the reason when the
    actor's access ended or changed since the page was made.
    """
    rows = Product.objects.visible_to(actor).select_for_update(of=("self",))
    return allow(actor, permission, rows.filter(pk=product_id).first())


def allow(actor: Actor, permission: str, product: Product | None) -> Product:
    """The product that was just read under the lock, if the actor may; raises `Forbidden`."""
    if product is None:
        raise Forbidden(_("You do not have access to this product any more."))
    decision = policy.decide(actor, permission, product)
    if not decision:
        raise Forbidden(str(decision.reason))
    return product


def hold_products(actor: Actor, product_ids: Sequence[int], permission: str) -> list[Product]:
    """Several at once, in one order, with their holders; as `hold_product` otherwise."""
    rows = Product.objects.visible_to(actor).select_for_update(of=("self",))
    products = list(rows.filter(pk__in=product_ids).select_related("holder").order_by("pk"))
    if len(products) != len(set(product_ids)):
        raise Forbidden(_("You do not have access to all of these products any more."))
    for product in products:
        decision = policy.decide(actor, permission, product)
        if not decision:
            raise Forbidden(str(decision.reason))
    return products
