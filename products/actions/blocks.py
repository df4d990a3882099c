"""Blocking the management of a product, and opening it again."""

from __future__ import annotations

from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from console.shell.actions import Refused, action
from console.shell.actor import Actor
from console.shell.audit import record
from orgs import guards
from orgs.holding import hold_actor
from products.following import followers
from products.holding import hold_product
from products.models import Product
from products.product_blocking import can_be_blocked


@action
def block_product(*, actor: Actor, product_id: int, reason: str = "") -> Product:
    """Block the management of a product for everybody but administrators and full partners; the
    service goes on (G3.1 to G3.3).

    Raises `Refused` for a type that cannot be blocked, `Forbidden` when the actor may not.
    Blocked already: returns it without a trace. The status (unpaid, say) is never touched.
    """
    guards.lock(actor.organization_id)
    hold_actor(actor)
    product = hold_product(actor, product_id, "products.product.block")
    if product.blocked_at is not None:
        return product
    if not can_be_blocked(product):
        raise Refused(_("The management of a product of this type cannot be blocked."))

    product.blocked_at, product.blocked_by = timezone.now(), actor.name
    product.blocked_because = reason
    _save(product)
    for _name, follower in followers():
        follower.blocked(product)

    after = {"blocked": True, "blocked_because": reason}
    record("products.product.blocked", actor, product, before={"blocked": False}, after=after)
    return product


@action
def unblock_product(*, actor: Actor, product_id: int) -> Product:
    """Open the management of a product again (G3.6); whoever managed it before can again.

    Raises `Forbidden` when the actor may not. Not blocked: returns it without a trace.
    """
    guards.lock(actor.organization_id)
    hold_actor(actor)
    product = hold_product(actor, product_id, "products.product.block")
    if product.blocked_at is None:
        return product

    before = {"blocked": True, "blocked_because": product.blocked_because}
    product.blocked_at, product.blocked_by, product.blocked_because = None, "", ""
    _save(product)
    for _name, follower in followers():
        follower.unblocked(product)

    record("products.product.unblocked", actor, product, before=before, after={"blocked": False})
    return product


def _save(product: Product) -> None:
    Product.objects.filter(pk=product.pk).update(
        blocked_at=product.blocked_at,
        blocked_by=product.blocked_by,
        blocked_because=product.blocked_because,
        version=F("version") + 1,
    )
    product.version += 1
