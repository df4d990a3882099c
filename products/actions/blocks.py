"""Blocking the management of products, and opening it again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import cast

from django.db.models import F
from django.utils import timezone

from console.shell.actions import Refused, action
from console.shell.actor import Actor
from console.shell.audit import Happened, record_each
from orgs import guards
from orgs.holding import hold_actor
from products.following import followers
from products.holding import hold_product, hold_products
from products.models import Product
from products.product_blocking import why_not_blocked

MAY = "products.product.block"


@action
def block_product(*, actor: Actor, product_id: int, reason: str = "") -> Product:
    """Block the management of a product for everybody but administrators and full partners; the
    service goes on (G3.1 to G3.3).

    Raises `Refused` for a type that cannot be blocked, `Forbidden` when the actor may not.
    Blocked already: returns it without a trace. The status (unpaid, say) is never touched.
    """
    guards.lock(actor.organization_id)
    hold_actor(actor)
    product = hold_product(actor, product_id, MAY)
    record_each("products.product.blocked", actor, _block(actor, [product], reason))
    return product


@action
def block_products(*, actor: Actor, product_ids: Sequence[int], reason: str = "") -> list[Product]:
    """The same for many, all or none; whoever is told gets one letter that names them all.

    `Refused` names the product whose type cannot be blocked. Returns those that were open.
    """
    guards.lock(actor.organization_id)
    hold_actor(actor)
    changes = _block(actor, hold_products(actor, product_ids, MAY), reason)
    record_each("products.product.blocked", actor, changes)
    return [cast("Product", each.subject) for each in changes]


@action
def unblock_product(*, actor: Actor, product_id: int) -> Product:
    """Open the management of a product again (G3.6); whoever managed it before can again.

    Raises `Forbidden` when the actor may not. Not blocked: returns it without a trace.
    """
    guards.lock(actor.organization_id)
    hold_actor(actor)
    product = hold_product(actor, product_id, MAY)
    record_each("products.product.unblocked", actor, _unblock([product]))
    return product


@action
def unblock_products(*, actor: Actor, product_ids: Sequence[int]) -> list[Product]:
    """The same for many, all or none, with one letter for each person. Returns those that were
    blocked."""
    guards.lock(actor.organization_id)
    hold_actor(actor)
    changes = _unblock(hold_products(actor, product_ids, MAY))
    record_each("products.product.unblocked", actor, changes)
    return [cast("Product", each.subject) for each in changes]


def _block(actor: Actor, asked: Sequence[Product], reason: str) -> list[Happened]:
    products = [each for each in asked if each.blocked_at is None]
    for each in products:
        if sentence := why_not_blocked(each):
            raise Refused(f"{each.name}: {sentence}" if len(asked) > 1 else sentence)
    _save(products, timezone.now(), actor.name, reason)
    for each in products:
        for _name, follower in followers():
            follower.blocked(each)
    after = {"blocked": True, "blocked_because": reason}
    return [Happened(each, {"blocked": False}, after, _told(each, products)) for each in products]


def _unblock(asked: Sequence[Product]) -> list[Happened]:
    products = [each for each in asked if each.blocked_at is not None]
    before = [{"blocked": True, "blocked_because": each.blocked_because} for each in products]
    _save(products, None, "", "")
    for each in products:
        for _name, follower in followers():
            follower.unblocked(each)
    return [
        Happened(each, was, {"blocked": False}, _told(each, products))
        for each, was in zip(products, before, strict=True)
    ]


def _told(product: Product, products: Sequence[Product]) -> dict[str, object]:
    """The letters of all of them go with the first."""
    return {"products": products if product is products[0] else ()}


def _save(products: Sequence[Product], at: datetime | None, by: str, reason: str) -> None:
    for each in products:
        each.blocked_at, each.blocked_by, each.blocked_because = at, by, reason
        each.version += 1
    Product.objects.filter(pk__in=[each.pk for each in products]).update(
        blocked_at=at, blocked_by=by, blocked_because=reason, version=F("version") + 1
    )
