"""What the events about contact cards, holders and the release of domains are called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from console.shell.events import Named, as_text, name_event
from orgs.countries import country_name
from orgs.phones import show_phone
from products.models import Contact
from products.registry_words import refusal


def _kind(value: object) -> str | Promise:
    return Contact.Kind(value).label if value in Contact.Kind.values else str(value)


def _country(value: object) -> str | Promise:
    return country_name(str(value))


def _phone(value: object) -> str | Promise:
    return show_phone(str(value))


def _locked(value: object) -> str | Promise:
    return _("locked") if value else _("open")


def _refusal(value: object) -> str | Promise:
    return refusal(value if isinstance(value, int) else 0)


_CARD = {
    "kind": (_("Kind"), _kind),
    "full_name": (_("Name"), as_text),
    "company": (_("Company"), as_text),
    "street": (_("Street"), as_text),
    "postal_code": (_("Postal code"), as_text),
    "city": (_("City"), as_text),
    "country": (_("Country"), _country),
    "phone": (_("Phone"), _phone),
    "email": (_("E-mail address"), as_text),
}
_HOLDER = {
    "holder": (_("Holder"), as_text),
    "fee": (_("Fee"), as_text),
    "returned": (_("Given back"), as_text),
    "code": (_("Answer of the registry"), _refusal),
}
_LOCK = {
    "is_locked": (_("Transfer away"), _locked),
    "code": (_("Answer of the registry"), _refusal),
}
name_event("products.contact.created", Named(_("Contact card created"), "sticky-note", _CARD))
name_event("products.contact.changed", Named(_("Contact card changed"), "sticky-note", _CARD))
name_event("products.contact.deleted", Named(_("Contact card deleted"), "sticky-note", _CARD))
name_event("products.holder.ordered", Named(_("Change of holder ordered"), "clock", _HOLDER))
name_event("products.holder.changed", Named(_("Holder changed"), "user-check", _HOLDER))
name_event(
    "products.holder.refused", Named(_("Registry refused the holder's details"), "alert", _HOLDER)
)
name_event("products.holder.sent", Named(_("Holder's details sent again"), "redo", _HOLDER))
name_event("products.lock.ordered", Named(_("Transfer lock ordered"), "clock", _LOCK))
name_event("products.lock.changed", Named(_("Transfer lock changed"), "lock", _LOCK))
name_event("products.lock.refused", Named(_("Registry refused the lock"), "alert", _LOCK))
name_event("products.code.asked", Named(_("Authorization code asked for"), "key"))
