"""What the events in the life of a domain are called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from console.shell.events import Named, name_event
from products.catalog.types import catalog


def _status(value: object) -> str | Promise:
    found = catalog().statuses.get(str(value))
    return found.label if found else str(value)


_VALUES = {"status": (_("State"), _status)}
name_event("products.domain.phase_changed", Named(_("Domain changed its state"), "clock", _VALUES))
