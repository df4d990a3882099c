"""Renewing and restoring by hand, and the switches that look after a product."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import F
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from console.shell.actions import Overtaken, Refused, action
from console.shell.actor import Actor
from console.shell.audit import Happened, record, record_each
from orgs.holding import enter
from products.charge import charge, settle
from products.holding import hold_product
from products.models import Product, RegistrarOrder
from products.quotes import Quote, renewal_of, restore_of, terms, warranty_of
from products.registrar.life import add_years
from products.registrar.orders import place
from products.renewal_once import is_done_before, known_as, order_of
from products.renewed import agreed_on, money, move_on, pay_option
from products.renewing import (
    can_have_warranty,
    can_renew,
    can_restore,
    no_price,
    open_order,
    warranty_charges,
    why_not_automatic,
)

MAY = "products.product.renew"


@dataclass(frozen=True, slots=True)
class Ordered:
    """A product, and the order at the registry; none when it is done already."""

    product: Product
    order: RegistrarOrder | None = None


@action
def renew_product(
    *,
    actor: Actor,
    product_id: int,
    years: int,
    key: str,
    seen: datetime | None = None,
    total: Decimal | None = None,
    currency: str = "",
) -> Ordered:
    """Renew for so many years: charged at once, and with a domain ordered at the registry.

    `key` was made with the form: sent twice, it is the same renewal, and after a refusal it is
    none. `seen` is the expiry that the form showed, `total` and `currency` the price. Raises
    `Refused` when it cannot be renewed or no price is known, `Overtaken` when somebody renews or
    renewed it meanwhile or the price is another, `Forbidden` when the actor may not. What the
    registry refuses is given back.
    """
    product = _hold(actor, product_id)
    known_by, quote = known_as("renew", product, key), renewal_of(product, years)
    if is_done_before(known_by, product, quote):
        return Ordered(product, order_of(known_by))
    _not_overtaken(product, seen)
    if not can_renew(product):
        raise Refused(_("It cannot be renewed in the state that it is in."))
    if quote is None:
        raise Refused(no_price())
    if years not in {each.years for each in terms(product, timezone.now())}:
        raise Refused(_("It cannot be renewed for so many years."), field="years")
    _as_shown(quote, total, currency)
    paid = charge(actor=actor, key=known_by, purpose="renew", product=product, price=quote.price)
    if product.type != "domain" and product.expires_at is not None:
        until = add_years(product.expires_at, years)
        move_on("renewed", actor, product, until, years=years, paid=paid)
        return Ordered(product)
    option = agreed_on(quote.option)
    order = place(
        product, "renew", key=known_by, charge=paid, actor=actor, years=years, option=option
    )
    after = {"years": years, "amount": money(paid)}
    record("products.product.renewal_ordered", actor, product, after=after)
    return Ordered(product, order)


@action
def restore_product(
    *,
    actor: Actor,
    product_id: int,
    key: str,
    seen: datetime | None = None,
    total: Decimal | None = None,
    currency: str = "",
) -> Ordered:
    """Bring a domain back from redemption (G9.7); it then runs a year longer.

    As `renew_product` otherwise.
    """
    product = _hold(actor, product_id)
    known_by, quote = known_as("restore", product, key), restore_of(product)
    if is_done_before(known_by, product, quote):
        return Ordered(product, order_of(known_by))
    _not_overtaken(product, seen)
    if not can_restore(product):
        raise Refused(_("Only a domain in redemption can be restored."))
    if quote is None:
        raise Refused(no_price())
    _as_shown(quote, total, currency)
    paid = charge(actor=actor, key=known_by, purpose="restore", product=product, price=quote.price)
    option = agreed_on(quote.option)
    order = place(product, "restore", key=known_by, charge=paid, actor=actor, option=option)
    after = {"years": 1, "amount": money(paid)}
    record("products.product.restore_ordered", actor, product, after=after)
    return Ordered(product, order)


@action
def switch_auto_renew(*, actor: Actor, product_ids: Sequence[int], is_on: bool) -> list[Product]:
    """Switch automatic renewal of one product or many; all or none (G9.6).

    On: raises `Refused` with the sentence, and with the name where there are several, when one
    of them cannot (13 days left, say). Off goes always. Returns those that changed.
    """
    enter(actor)
    products = [hold_product(actor, each, MAY) for each in sorted(set(product_ids))]
    now = timezone.now()
    for each in products:
        reason = why_not_automatic(each, now) if is_on and not each.auto_renew else ""
        if reason:
            raise Refused(f"{each.name}: {reason}" if len(products) > 1 else reason)
    changed = [each for each in products if each.auto_renew != is_on]
    for each in changed:
        each.auto_renew = is_on
    ids = [each.pk for each in changed]
    Product.objects.filter(pk__in=ids).update(auto_renew=is_on, version=F("version") + 1)
    record_each(
        "products.product.auto_renew_switched",
        actor,
        [Happened(each, {"auto_renew": not is_on}, {"auto_renew": is_on}) for each in changed],
    )
    return changed


@action
def switch_warranty(
    *,
    actor: Actor,
    product_id: int,
    is_on: bool,
    total: Decimal | None = None,
    currency: str = "",
) -> Product:
    """Switch the Renewal Warranty of a product (G9.4). On is charged once for each expiry, so
    that off and on again costs nothing; off gives nothing back.

    Raises `Refused` for a product that cannot have it or when no price is known. No change: no
    trace.
    """
    product = _hold(actor, product_id)
    if product.warranty == is_on:
        return product
    paid = None
    if is_on:
        if not can_have_warranty(product):
            raise Refused(_("The Renewal Warranty is not for this product as it is now."))
        part = warranty_of(product)
        if part is None:
            raise Refused(no_price())
        _as_shown(Quote(1, (part,)), total, currency)
        paid = pay_option(actor, product, part.price)
    product.warranty = is_on
    Product.objects.filter(pk=product.pk).update(warranty=is_on, version=F("version") + 1)
    record(
        "products.product.warranty_switched",
        actor,
        product,
        before={"warranty": not is_on},
        after={"warranty": is_on, "amount": money(paid)},
    )
    return product


@action
def pay_warranty(*, actor: Actor, product_id: int, number: int) -> Product:
    """Pay what the Renewal Warranty renewed: the one charge that the form showed, and no later
    one. Paid already: no trace. Raises `Overtaken` when it is not owed any more."""
    product = _hold(actor, product_id)
    owed = warranty_charges(product).filter(pk=number).first()
    if owed is None or owed.returned_at is not None:
        raise Overtaken(_("This is not owed any more. Nothing is paid."))
    if owed.settled_at is None:
        settle(owed)
        after = {"amount": money(owed)}
        record("products.product.warranty_paid", actor, product, after=after)
    return product


def _hold(actor: Actor, product_id: int) -> Product:
    enter(actor)
    return hold_product(actor, product_id, MAY)


def _not_overtaken(product: Product, seen: datetime | None) -> None:
    """Nobody else renews it now, or did since the form was made."""
    if open_order(product) is not None:
        sentence = _("A renewal of %(name)s is under way already. Nothing is paid twice.")
        raise Overtaken(sentence % {"name": product.name})
    if seen is not None and product.expires_at is not None and seen != product.expires_at:
        day = date_format(timezone.localtime(product.expires_at), "j M Y")
        sentence = _(
            "%(name)s was renewed meanwhile and expires on %(day)s now. Nothing is paid twice."
        )
        raise Overtaken(sentence % {"name": product.name, "day": day})


def _as_shown(quote: Quote, total: Decimal | None, currency: str) -> None:
    now = quote.total
    if total is not None and (total, currency) != (now.amount, now.currency):
        sentence = _("The price is %(price)s now. Look at it again before you pay.")
        raise Overtaken(sentence % {"price": now})
