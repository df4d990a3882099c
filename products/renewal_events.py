"""What renewing and restoring products is called."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from console.shell.events import Named, as_text, name_event


def _day(value: object) -> str | Promise:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return as_text(value)
    return date_format(timezone.localtime(moment), "j M Y")


_EXPIRY = {"expires_at": (_("Expires"), _day)}
_ORDER = {"years": (_("Years"), as_text), "amount": (_("Price"), as_text)}
_DONE = {**_EXPIRY, **_ORDER, "option": (_("Renewal Warranty"), as_text)}
_REFUSED = {"because": (_("Reason"), as_text), "returned": (_("Given back"), as_text)}
_SWITCH = {
    "auto_renew": (_("Automatic renewal"), as_text),
    "warranty": (_("Renewal Warranty"), as_text),
    "amount": (_("Price"), as_text),
    "because": (_("Reason"), as_text),
}
_PAID = {"amount": (_("Price"), as_text)}

for _name, _words, _icon, _values in (
    ("renewal_ordered", _("Renewal ordered"), "refresh-cw", _ORDER),
    ("restore_ordered", _("Restore ordered"), "refresh-cw", _ORDER),
    ("renewed", _("Product renewed"), "refresh-cw", _DONE),
    ("restored", _("Domain restored"), "refresh-cw", _DONE),
    ("renewal_refused", _("Renewal refused"), "circle-x", {**_REFUSED, **_EXPIRY}),
    ("restore_refused", _("Restore refused"), "circle-x", _REFUSED),
    ("renewal_failed", _("Automatic renewal not possible"), "circle-x", _REFUSED),
    ("warranty_used", _("Renewed by the Renewal Warranty"), "shield-check", _DONE),
    ("warranty_paid", _("Renewal by the Renewal Warranty paid"), "shield-check", _PAID),
    ("auto_renew_switched", _("Automatic renewal switched"), "refresh-cw", _SWITCH),
    ("warranty_switched", _("Renewal Warranty switched"), "shield-check", _SWITCH),
):
    name_event(f"products.product.{_name}", Named(_words, _icon, _values))
