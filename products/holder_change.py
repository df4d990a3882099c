"""What changing the holder of products means for each of them: the fee, or what stands against.

Only what a registry keeps can cost something: a holder of anything else is written down here
alone, at no charge.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from console.shell.forms import mark_of
from products.catalog.prices import Price, price_of
from products.catalog.types import catalog
from products.models import ELSEWHERE, Contact, Product, RegistrarOrder
from products.registrar.orders import OPEN

# Where a registry takes another holder (2304 elsewhere).
CHANGEABLE = frozenset({"active", "expired"})
ENDED = frozenset({"terminated", "released"})


@dataclass(frozen=True, slots=True)
class Line:
    """One product: its fee (None: nothing is charged), and the sentence against it, or none.

    `is_done`: the card is its holder already, or is about to be.
    """

    product: Product
    fee: Price | None
    obstacle: str = ""
    is_done: bool = False


def is_ordered(product: Product) -> bool:
    """Whether a registry has to be asked."""
    return product.type == "domain"


def has_holder(product: Product) -> bool:
    """Whether somebody holds it that can be another one: not of what ended or is kept
    elsewhere."""
    return product.status not in {*ENDED, ELSEWHERE}


def lines_of(products: Sequence[Product], contact: Contact, currency: str) -> list[Line]:
    """A line for each product, in their order; one query for what is under way."""
    under_way = dict(
        RegistrarOrder.objects.filter(
            product__in=[each.pk for each in products], new_holder__isnull=False, state__in=OPEN
        ).values_list("product_id", "new_holder_id")
    )
    return [_line(each, contact, currency, under_way.get(each.pk)) for each in products]


def total_of(lines: Sequence[Line]) -> Decimal:
    """All fees together."""
    return sum((each.fee.amount for each in lines if each.fee), Decimal())


def mark_of_change(lines: Sequence[Line], contact: Contact) -> str:
    """A short word for what was shown: another holder, state or fee makes another one."""
    shown = sorted(
        (each.product.pk, each.product.holder_id, each.obstacle, repr(each.fee)) for each in lines
    )
    return mark_of([(contact.pk, contact.version), *shown])


def _line(product: Product, contact: Contact, currency: str, toward: int | None) -> Line:
    if toward == contact.pk:
        return Line(product, None, _("This change is under way already."), is_done=True)
    if toward is not None:
        sentence = _("Another change of holder is under way. Wait for the registry's answer.")
        return Line(product, None, sentence)
    if product.holder_id == contact.pk:
        sentence = _("%(name)s is the holder already.") % {"name": contact}
        return Line(product, None, sentence, is_done=True)
    obstacle = _obstacle(product)
    if obstacle or not is_ordered(product):
        return Line(product, None, obstacle)
    fee = price_of(product.type, product.name, "holder", currency=currency)
    if fee is None:
        return Line(product, None, _no_price(product))
    return Line(product, fee)


def _obstacle(product: Product) -> str:
    if product.status == ELSEWHERE:
        return _("It is kept elsewhere: its own provider changes the holder.")
    if product.status in ENDED:
        return _("It has ended: nobody holds it any more.")
    if is_ordered(product) and product.status not in CHANGEABLE:
        state = catalog().statuses[product.status].label
        return _("In its present state no registry takes another holder: %(state)s.") % {
            "state": state
        }
    return ""


def _no_price(product: Product) -> str:
    sentence = _(
        "What a change of holder costs under .%(extension)s is not known here, so it cannot be "
        "ordered. Ask the support."
    )
    return sentence % {"extension": product.name.rpartition(".")[2]}
