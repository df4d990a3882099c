"""What lets a domain go elsewhere: its lock, and its authorization code."""

from __future__ import annotations

from django.utils.translation import gettext as _

from console.shell.actions import ProofNeeded, Refused, action
from console.shell.actor import Actor
from console.shell.audit import record
from orgs.holding import enter
from products.holder_writing import order_key
from products.holding import hold_product
from products.models import Domain, Product
from products.registrar import orders
from products.release import is_releasable

PERMISSION = "products.domain.release"


@action
def lock_domain(
    *, actor: Actor, product_id: int, is_locked: bool, key: str, is_proven: bool
) -> Product:
    """Forbid or allow a transfer away: ordered from the registry, and so when it answers.

    Raises `Forbidden` when the actor may not, `Refused` for what is no domain of ours or while
    another change of the lock is under way, `ProofNeeded` when the person did not prove themselves
    just now. As it is wanted already: no trace.
    """
    enter(actor)
    product = hold_product(actor, product_id, PERMISSION)
    if not is_releasable(product):
        raise Refused(_("In its present state the lock of this domain cannot be changed."))
    under_way = product.registrar_orders.filter(verb="lock", state__in=orders.OPEN).first()
    if under_way is not None and under_way.request["is_locked"] != is_locked:
        raise Refused(_("The registry has not answered the last change of the lock yet."))
    domain = Domain.objects.get(product=product)
    if under_way is not None or domain.is_locked == is_locked:
        return product
    if not is_proven:
        raise ProofNeeded(_("Prove first that it is you."))

    name = order_key("lock", key, product)
    orders.place(product, "lock", key=name, actor=actor, is_locked=is_locked)

    before, after = {"is_locked": domain.is_locked}, {"is_locked": is_locked}
    record("products.lock.ordered", actor, product, before=before, after=after)
    return product


@action
def ask_code(*, actor: Actor, product_id: int, is_proven: bool) -> Product:
    """Note that somebody is shown the authorization code of a domain, before they are: the log
    and the letters hold who and when, never the code.

    Raises `Forbidden` when the actor may not, `Refused` for what is no domain of ours,
    `ProofNeeded` when the person did not prove themselves just now.
    """
    enter(actor)
    product = hold_product(actor, product_id, PERMISSION)
    if not is_releasable(product):
        raise Refused(_("In its present state this domain has no authorization code."))
    if not is_proven:
        raise ProofNeeded(_("Prove first that it is you."))

    record("products.code.asked", actor, product)
    return product
