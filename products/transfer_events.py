"""What transfers in are called in the activity log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from console.shell.events import Named, as_text, name_event

_STARTED = {
    "amount": (_("Price"), as_text),
    "holder": (_("Holder"), as_text),
    "attempt": (_("Attempt"), as_text),
}
_FAILED = {"because": (_("Reason"), as_text), "attempt": (_("Attempt"), as_text)}
_DONE = {"expires_at": (_("Expires"), as_text)}
_GIVEN_UP = {"returned": (_("Given back"), as_text)}

for _name, _words, _icon, _values in (
    ("started", _("Transfer started"), "download", _STARTED),
    ("restarted", _("Transfer started again"), "refresh-cw", _STARTED),
    ("pending", _("Transfer waits for the present registrar"), "hourglass", {}),
    ("done", _("Transfer done"), "circle-check", _DONE),
    ("failed", _("Transfer failed"), "circle-x", _FAILED),
    ("given_up", _("Transfer given up"), "circle-x", _GIVEN_UP),
):
    name_event(f"products.transfer.{_name}", Named(_words, _icon, _values))
