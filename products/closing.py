"""What must be settled about products before an Organization is deleted (G15.7)."""

from __future__ import annotations

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from orgs.following import Objection
from orgs.models import Organization
from products.holder_change import ENDED
from products.models import Charge, Product

NO_PRODUCTS = gettext_lazy("It has no products")
PAYS_FOR_NOTHING = gettext_lazy("It pays for no products of others")
OWES_NOTHING = gettext_lazy("It owes no renewal by the Renewal Warranty")


def no_products(organization: Organization, person_id: int | None) -> Sequence[Objection]:
    """What it runs and what is kept elsewhere: with the Organization it would go. What is over
    stands against nothing."""
    count = Product.objects.filter(organization=organization).exclude(status__in=ENDED).count()
    if not count:
        return ()
    sentence = ngettext("It has %(count)d product.", "It has %(count)d products.", count)
    href = reverse("products:product-list", kwargs={"organization": organization.slug})
    return (Objection(sentence % {"count": count}, href, _("See the products")),)


def pays_for_nothing(organization: Organization, person_id: int | None) -> Sequence[Objection]:
    """Products of other Organizations whose bills it pays; they are told in number only."""
    paid = Product.objects.filter(payer=organization).exclude(organization=organization)
    count = paid.count()
    if not count:
        return ()
    sentence = ngettext(
        "It pays for %(count)d product of another organization. Somebody there has to name "
        "another payer.",
        "It pays for %(count)d products of other organizations. Somebody there has to name "
        "another payer.",
        count,
    )
    return (Objection(sentence % {"count": count}),)


def owes_nothing(organization: Organization, person_id: int | None) -> Sequence[Objection]:
    """What the Renewal Warranty renewed and nobody has paid, also of what has ended since."""
    owed = Charge.objects.filter(organization=organization, settled_at=None, returned_at=None)
    count = owed.count()
    if not count:
        return ()
    sentence = ngettext(
        "It owes %(count)d renewal by the Renewal Warranty.",
        "It owes %(count)d renewals by the Renewal Warranty.",
        count,
    )
    href = reverse("products:product-list", kwargs={"organization": organization.slug})
    return (Objection(sentence % {"count": count}, href, _("See the products")),)


def clear_ended(organization: Organization) -> None:
    """Products that are over, before the cards and the charges that they hold on to."""
    Product.objects.filter(organization=organization, status__in=ENDED).delete()
