"""What importing products is called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from console.shell.events import Named, as_text, name_event
from products.catalog.types import catalog


def _type(value: object) -> str | Promise:
    found = catalog().types.get(str(value))
    return found.label if found else str(value)


def _names(value: object) -> str | Promise:
    return ", ".join(str(each) for each in value) if isinstance(value, list) else as_text(value)


_VALUES = {
    "type": (_("Type"), _type),
    "expires": (_("Expires"), as_text),
    "holder": (_("Holder"), as_text),
    "tags": (_("Tags"), _names),
    "renews": (_("Renewed automatically"), as_text),
}
name_event("products.product.imported", Named(_("Product imported"), "list", _VALUES))
name_event("products.product.forgotten", Named(_("Product taken off the list"), "trash", _VALUES))
