"""What blocking the management of a product is called."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from console.shell.events import Named, as_text, name_event

_VALUES = {
    "blocked": (_("Management blocked"), as_text),
    "blocked_because": (_("Reason"), as_text),
}
name_event("products.product.blocked", Named(_("Product management blocked"), "ban", _VALUES))
name_event(
    "products.product.unblocked", Named(_("Product management opened again"), "lock-open", _VALUES)
)
