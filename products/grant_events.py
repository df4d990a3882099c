"""What the events about access to products are called."""

from __future__ import annotations

from django.utils.dateparse import parse_datetime
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from console.shell.events import Named, as_text, name_event
from console.shell.moments import full
from products.grant_words import level_label, type_label
from products.models import Grant


def _name(value: object) -> str | Promise:
    return str(value.get("name", "–")) if isinstance(value, dict) else "–"


def _scope(value: object) -> str | Promise:
    return Grant.Scope(value).label if value in Grant.Scope.values else str(value)


def _level(value: object) -> str | Promise:
    return level_label(str(value))


def _type(value: object) -> str | Promise:
    return type_label(str(value)) if value else "–"


def _moment(value: object) -> str | Promise:
    at = parse_datetime(value) if isinstance(value, str) else value
    return full(at) if at else _("no end")  # type: ignore[arg-type]


_VALUES = {
    "holder": (_("For"), _name),
    "scope": (_("Reach"), _scope),
    "product": (_("Product"), _name),
    "type": (_("Type"), _type),
    "level": (_("How far"), _level),
    "reason": (_("Reason"), as_text),
    "ends_at": (_("Ends"), _moment),
    "given_by": (_("Given by"), as_text),
}
name_event("products.grant.given", Named(_("Product access given"), "key", _VALUES))
name_event("products.grant.changed", Named(_("Product access changed"), "key", _VALUES))
name_event("products.grant.withdrawn", Named(_("Product access withdrawn"), "user-minus", _VALUES))
name_event("products.grant.announced", Named(_("End of access announced"), "clock", _VALUES))
name_event("products.grant.ended", Named(_("Product access ended"), "timer", _VALUES))
