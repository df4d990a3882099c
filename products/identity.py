"""What is missing where an Organization and its holders say who they are (G4.3)."""

from __future__ import annotations

from collections.abc import Iterator

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import models
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from orgs.models import Organization
from orgs.phones import clean_phone
from products.contact_cards import is_postal_code
from products.models import Contact

_STREET = _("No street")
_POSTAL_CODE = _("No postal code")
_CITY = _("No city")
_PHONE = _("No phone number")


def organization_gaps(organization: Organization) -> list[str | Promise]:
    """What its details do not say."""
    return list(_empty(organization))


def card_gaps(contact: Contact) -> list[str | Promise]:
    """What a registry would not accept on the card."""
    gaps = list(_empty(contact))
    if contact.postal_code and not is_postal_code(contact.postal_code, contact.country):
        gaps.append(_("A postal code that this country does not have"))
    if contact.phone:
        try:
            clean_phone(contact.phone, "")
        except ValidationError:
            gaps.append(_("A phone number that cannot be dialed"))
    try:
        validate_email(contact.email)
    except ValidationError:
        gaps.append(_("No e-mail address"))
    return gaps


def _empty(row: models.Model) -> Iterator[str | Promise]:
    """Both have these columns."""
    words = (("street", _STREET), ("postal_code", _POSTAL_CODE), ("city", _CITY), ("phone", _PHONE))
    for name, gap in words:
        if not getattr(row, name):
            yield gap
