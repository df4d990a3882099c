"""A product as it is now, held until the end of the change, and the actor's right with it."""

from __future__ import annotations

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
    product = rows.filter(pk=product_id).first()
    if product is None:
        raise Forbidden(_("You do not have access to this product any more."))
    decision = policy.decide(actor, permission, product)
    if not decision:
        raise Forbidden(str(decision.reason))
    return product
