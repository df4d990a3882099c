"""A form that renews or restores orders once, however often it is sent."""

from __future__ import annotations

from django.utils.translation import gettext as _

from console.shell.actions import Overtaken
from products.models import Charge, Product, RegistrarOrder
from products.quotes import Quote


def known_as(verb: str, product: Product, key: str) -> str:
    """What the charge and the order are known by; the registry sees it too."""
    return f"{verb}-{product.pk}-{key}"


def is_done_before(known_by: str, product: Product, quote: Quote | None) -> bool:
    """Whether the same form was sent before, for the same; `quote` is what it asks for now.

    Raises `Overtaken` when what it ordered was refused, for money that was given back pays for
    nothing, and when it asks for something else now: neither is passed over in silence.
    """
    paid = Charge.objects.filter(key=known_by, organization_id=product.organization_id).first()
    if paid is None:
        return False
    if paid.returned_at is not None:
        sentence = _(
            "This form was sent already, and the registry refused it. Nothing is ordered now, "
            "and nothing is paid."
        )
        raise Overtaken(sentence)
    order = order_of(known_by)
    years = order.request.get("years") if order else None
    asked = (quote.price.amount, quote.price.currency) if quote else None
    if asked != (paid.amount, paid.currency) or (quote and years not in {None, quote.years}):
        raise Overtaken(
            _("This form was sent already, for another time or price. Nothing is paid twice.")
        )
    return True


def order_of(known_by: str) -> RegistrarOrder | None:
    """The order that goes by that name; none for what no registry keeps."""
    return RegistrarOrder.objects.filter(key=known_by).first()
