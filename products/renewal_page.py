"""What the page of a product says about its renewal."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils.functional import Promise

from console.shell.actor import Actor
from console.shell.decision import Decision
from orgs.policy import decide
from products import domain_life as life
from products.domain_timeline import Timeline, last_moment, timeline_of
from products.models import Charge, Product, RegistrarOrder
from products.quotes import Part, Quote, renewal_of, restore_of, warranty_of
from products.renewal_words import why_refused
from products.renewed import money
from products.renewing import (
    WARRANTY,
    can_have_warranty,
    can_renew,
    can_restore,
    has_renewal,
    open_order,
    refused_order,
    warranty_debt,
)


@dataclass(frozen=True, slots=True)
class RenewalPart:
    """The facts of the section, and of the notices above the page."""

    may: Decision
    can_renew: bool
    can_restore: bool
    can_have_warranty: bool
    year: Quote | None
    restore: Quote | None
    warranty: Part | None
    attempt_at: datetime | None
    possible_until: datetime | None
    order: RegistrarOrder | None
    refused: RegistrarOrder | None
    because: str | Promise
    returned: str
    owed: Charge | None
    owed_words: str
    pay_until: datetime | None
    timeline: Timeline | None


def renewal_part(actor: Actor, product: Product, now: datetime) -> RenewalPart | None:
    """Everything about the renewal of a product; None for what never runs out."""
    if not has_renewal(product):
        return None
    refused = refused_order(product)
    owed = warranty_debt(product)
    was_paid = bool(refused and refused.charge and refused.charge.returned_at)
    return RenewalPart(
        may=decide(actor, "products.product.renew", product),
        can_renew=can_renew(product),
        can_restore=can_restore(product),
        can_have_warranty=product.warranty or can_have_warranty(product),
        year=renewal_of(product, 1),
        restore=restore_of(product) if can_restore(product) else None,
        warranty=warranty_of(product),
        attempt_at=_attempt(product, now),
        possible_until=last_moment(product) if can_restore(product) else None,
        order=open_order(product),
        refused=refused,
        because=why_refused(refused.code) if refused else "",
        returned=money(refused.charge) if refused and was_paid else "",
        owed=owed,
        owed_words=money(owed),
        pay_until=owed.created_at + WARRANTY if owed else None,
        timeline=timeline_of(product, now),
    )


def _attempt(product: Product, now: datetime) -> datetime | None:
    """When the automatic renewal is tried, if that is to come."""
    if not product.auto_renew or product.expires_at is None:
        return None
    moment = product.expires_at - timedelta(days=life.ATTEMPT)
    return moment if moment > now else None
