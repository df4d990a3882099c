"""What moves between Organizations are called in the activity log."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from console.shell.events import Named, as_text, name_event


def _names(value: object) -> str:
    return ", ".join(str(each) for each in value) if isinstance(value, list) else "–"


_VALUES = {
    "products": (_("Products"), _names),
    "to": (_("To"), as_text),
    "from": (_("From"), as_text),
}

for _name, _words, _icon in (
    ("move.offered", _("Products offered to another organization"), "send"),
    ("move.received", _("Products offered by another organization"), "box"),
    ("move.accepted", _("Offer of products accepted"), "circle-check"),
    ("move.refused", _("Offer of products refused"), "circle-x"),
    ("move.withdrawn", _("Offer of products withdrawn"), "undo"),
    ("product.moved_out", _("Moved to another organization"), "log-out"),
    ("product.moved_in", _("Moved here from another organization"), "log-in"),
):
    name_event(f"products.{_name}", Named(_words, _icon, _VALUES))
