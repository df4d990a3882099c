"""What the clock renews by itself: automatic renewal, and the Renewal Warranty."""

from __future__ import annotations

import logging
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import Exists, OuterRef

from console.shell.actions import action
from console.shell.actor import Actor
from console.shell.audit import record
from orgs import guards
from products import domain_life as life
from products.charge import charge, charge_later
from products.models import Notice, Product, RegistrarOrder
from products.quotes import is_worth, renewal_of, why_no_terms
from products.registrar.life import add_years
from products.registrar.orders import place
from products.renewal_due import AUTOMATIC, KIND, WARRANTY, products_due
from products.renewed import money, move_on
from products.renewing import OPEN, VERBS, can_renew

logger = logging.getLogger(__name__)
BATCH = 200
FAILED = "renewal_failed"


@dataclass(frozen=True, slots=True)
class Renewals:
    """What one batch did: how many products were renewed or ordered, and how many could not."""

    renewed: int
    failed: int


@action
def renew_due(
    *, actor: Actor, now: datetime, step: str, after: int = 0
) -> tuple[Renewals, int | None]:
    """Renew up to `BATCH` products of the Organization whose time has come, by one year.

    `step` is `automatic` (14 days before the expiry, in the Organization's zone) or `warranty`
    (the last day before it): the second is paid later. Both go for what was missed too, while it
    can still be renewed. Each is tried once for each product and expiry, whatever crashes or runs
    twice: the attempt is a notice, written with it. What somebody renews at the moment is left to
    them. An error of the console about one product leaves nothing of it and holds up no other.
    Returns what it did, and where the next batch begins.
    """
    organization = guards.lock(actor.organization_id)
    zone = ZoneInfo(organization.time_zone)
    busy = RegistrarOrder.objects.filter(product=OuterRef("pk"), verb__in=VERBS, state__in=OPEN)
    rows = products_due(now, step).filter(~Exists(busy), organization=organization, pk__gt=after)
    rows = rows.select_related("organization").order_by("pk")
    products = list(rows.select_for_update(of=("self",))[:BATCH])
    tried = set(
        Notice.objects.filter(
            product__in=[each.pk for each in products], kind=KIND, step=step
        ).values_list("product_id", "about")
    )
    renewed = failed = 0
    for product in products:
        if product.expires_at is None or not can_renew(product):
            continue
        about = product.expires_at.astimezone(zone).date()
        is_early = life.days_left(product.expires_at, now, organization.time_zone) > life.ATTEMPT
        if is_early or (product.pk, about) in tried:
            continue
        notice = Notice(
            organization=organization, product=product, kind=KIND, about=about, step=step,
            told_at=now,
        )  # fmt: skip
        try:
            with transaction.atomic():
                notice.save(force_insert=True)
                event, after_it = _renew(actor, product, product.expires_at, step, now)
                if event:
                    record(f"products.product.{event}", actor, product, after=after_it)
        except Exception:  # the mistake of one product is not the others'
            logger.exception("product %s cannot be renewed by the clock", product.pk)
            continue
        failed += event == FAILED
        renewed += event != FAILED
    return Renewals(renewed, failed), products[-1].pk if len(products) == BATCH else None


def _renew(
    actor: Actor, product: Product, expires_at: datetime, step: str, now: datetime
) -> tuple[str, dict[str, object]]:
    """Renew or order it; what is to be recorded of that, unless the renewal itself is."""
    quote = renewal_of(product, 1)
    if quote is None or not is_worth(product, quote.years, now):
        return FAILED, {"because": why_no_terms(product, now)}
    key = f"{step}-{product.pk}-{expires_at:%Y%m%d}"
    pay = charge_later if step == WARRANTY else charge
    paid = pay(actor=actor, key=key, purpose="renew", product=product, price=quote.price)
    if product.type == "domain":
        place(product, "renew", key=key, charge=paid, years=1)
        # What the warranty orders is told when it is done.
        ordered = "renewal_ordered" if step == AUTOMATIC else ""
        return ordered, {"years": 1, "amount": money(paid)}
    event = "warranty_used" if step == WARRANTY else "renewed"
    move_on(event, actor, product, add_years(expires_at, 1), years=1, paid=paid)
    return "", {}
