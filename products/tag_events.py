"""What the events about tags are called."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from console.shell.events import Named, as_text, name_event
from products.models import Tag


def _names(value: object) -> str | Promise:
    return ", ".join(str(each) for each in value) if isinstance(value, list) and value else "–"


def _hue(value: object) -> str | Promise:
    return Tag.Hue(value).label if value in Tag.Hue.values else str(value)


_VALUES = {
    "name": (_("Name"), as_text),
    "hue": (_("Color"), _hue),
    "products": (_("Products"), as_text),
    "into": (_("Merged into"), as_text),
}
name_event("products.tag.created", Named(_("Tag created"), "tag", _VALUES))
name_event("products.tag.changed", Named(_("Tag changed"), "tag", _VALUES))
name_event("products.tag.merged", Named(_("Tags merged"), "tag", _VALUES))
name_event("products.tag.deleted", Named(_("Tag deleted"), "tag", _VALUES))
name_event(
    "products.product.tagged", Named(_("Tags of a product"), "tag", {"tags": (_("Tags"), _names)})
)
