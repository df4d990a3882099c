"""What may be renewed, restored, and looked after by itself; rules without a change."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef, QuerySet
from django.utils.translation import gettext as _

from products import domain_life as life
from products.catalog.types import catalog
from products.models import Charge, Product, RegistrarOrder
from products.registrar import codes

RENEWABLE = frozenset({life.ACTIVE, life.EXPIRED, "suspended"})
OPEN = (RegistrarOrder.State.READY, RegistrarOrder.State.SENT)
VERBS = ("renew", "restore")
# Infomaniak, Renewal Warranty: "you have 280 days to pay without incurring any extra costs".
# https://www.infomaniak.com/en/secure/renewal-warranty
WARRANTY = timedelta(days=280)
# The warranty steps in on the last day: where there is no grace, the moment after is too late.
LAST_DAY = timedelta(days=1)


def can_renew(product: Product) -> bool:
    """Whether it runs out and can be renewed in the state it is in."""
    return (
        catalog().types[product.type].can("renew")
        and product.expires_at is not None
        and product.status in RENEWABLE
    )


def can_restore(product: Product) -> bool:
    """Whether it ran out and can only be restored (G9.2)."""
    return catalog().types[product.type].can("restore") and product.status == life.REDEMPTION


def has_renewal(product: Product) -> bool:
    """Whether there is anything to say about its renewal."""
    return catalog().types[product.type].can("renew") and product.expires_at is not None


def can_have_warranty(product: Product) -> bool:
    """Whether the Renewal Warranty is for it."""
    return catalog().types[product.type].can("warranty") and can_renew(product)


def why_not_automatic(product: Product, now: datetime) -> str:
    """Why its automatic renewal cannot be switched on now, or nothing (G9.6): allowed with 14
    days left in the Organization's zone, refused with 13. Off goes always."""
    if not has_renewal(product):
        return _("This product does not run out, so nothing renews it.")
    if product.status != life.ACTIVE or product.expires_at is None:
        return _("Only an active product can be renewed by itself.")
    zone = product.organization.time_zone
    if life.days_left(product.expires_at, now, zone) < life.ATTEMPT:
        return _("Less than 14 days are left. Renew it by hand first, then switch this on.")
    return ""


def open_order(product: Product) -> RegistrarOrder | None:
    """The renewal or restore that the registry has not answered yet."""
    orders = RegistrarOrder.objects.filter(product=product, verb__in=VERBS, state__in=OPEN)
    return orders.order_by("pk").first()


def refused_order(product: Product) -> RegistrarOrder | None:
    """The last renewal or restore, if the registry refused it and nothing changed since."""
    orders = RegistrarOrder.objects.filter(product=product, verb__in=VERBS)
    last = orders.select_related("charge").order_by("-pk").first()
    if last is None or last.state != RegistrarOrder.State.FAILED:
        return None
    is_as_it_was = last.expires_at_before == product.expires_at
    return last if is_as_it_was or _named_another_day(last) else None


def _named_another_day(order: RegistrarOrder) -> bool:
    """Whether the registry refused it because it counts from another day, which is what changed
    since; not because the same was done by another order."""
    if order.code != codes.WRONG_EXPIRY:
        return False
    orders = RegistrarOrder.objects.filter(product_id=order.product_id, verb=order.verb)
    twins = orders.filter(expires_at_before=order.expires_at_before)
    return not twins.filter(state=RegistrarOrder.State.DONE).exists()


def warranty_charges(product: Product) -> QuerySet[Charge]:
    """What the Renewal Warranty renewed it for, paid or not, the oldest first."""
    rows = Charge.objects.filter(
        organization_id=product.organization_id, key__startswith=f"warranty-{product.pk}-"
    )
    return rows.order_by("pk")


def warranty_debt(product: Product) -> Charge | None:
    """The oldest of those that nobody has paid yet; not while the registry has not answered, for
    until then nothing is renewed."""
    waiting = RegistrarOrder.objects.filter(charge=OuterRef("pk"), state__in=OPEN)
    owed = warranty_charges(product).filter(~Exists(waiting), settled_at=None, returned_at=None)
    return owed.first()


def no_price() -> str:
    """The sentence where no price is known."""
    return _("No price is known for this product, so it cannot be ordered here. Ask the support.")
