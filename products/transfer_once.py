"""A form that starts transfers orders once, however often it is sent."""

from __future__ import annotations

from django.utils.translation import gettext as _

from console.shell.actions import Overtaken
from orgs.models import Organization
from products.models import Charge, Product
from products.transfer_lines import Checked


def done_before(organization: Organization, known_by: str, checked: Checked) -> list[Product]:
    """What the same form ordered when it was sent before; empty when it was not.

    Raises `Overtaken` when something of its list is still to be ordered: money that was given
    back does not pay for another transfer, and no line is passed over in silence.
    """
    paid = Charge.objects.filter(organization=organization, key__startswith=known_by)
    ordered = set(paid.values_list("product_name", flat=True))
    if not ordered:
        return []
    again = ordered & {each.name for each in checked.lines}
    if checked.right or not again:
        raise Overtaken(_("This form was sent already. Look at the lines and the price again."))
    rows = Product.objects.filter(organization=organization, type="domain", name__in=again)
    return list(rows.filter(incoming_transfer__isnull=False).order_by("pk"))
