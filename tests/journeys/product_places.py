"""The pages of tags and of blocking, as lines for `places.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from products.models import Product, Tag

Line = tuple[str, str, Callable[[], Mapping[str, Any]], str]


def _alpine() -> Mapping[str, Any]:
    return {"organization": "alpine"}


def _product(name: str) -> Callable[[], Mapping[str, Any]]:
    def where() -> Mapping[str, Any]:
        found = Product.objects.get(organization__slug="alpine", name=name)
        return {"organization": "alpine", "pk": found.pk}

    return where


def _tag() -> Mapping[str, Any]:
    found = Tag.objects.get(organization__slug="alpine", name="live")
    return {"organization": "alpine", "pk": found.pk}


LINES: tuple[Line, ...] = (
    ("legal", "products:product-tags", _product("alpine.example"), ""),
    ("legal", "products:tag-many", _alpine, ""),
    ("legal", "products:product-block", _product("alpine.example"), ""),
    ("legal", "products:product-block", _product("Booking server"), ""),
    ("legal", "products:product-unblock", _product("Booking server"), ""),
    ("legal", "products_tags:tag-list", _alpine, ""),
    ("legal", "products_tags:tag-list", _alpine, "?q=zz"),
    ("legal", "products_tags:tag-create", _alpine, ""),
    ("legal", "products_tags:tag-actions", _tag, ""),
    ("legal", "products_tags:tag-edit", _tag, ""),
    ("legal", "products_tags:tag-merge", _tag, ""),
    ("legal", "products_tags:tag-delete", _tag, ""),
)
