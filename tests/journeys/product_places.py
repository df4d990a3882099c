"""The pages of tags, blocking, holders and cards, as lines for `places.py`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from orgs.invitations.tokens import digest_of, new_token
from products.models import Contact, Move, Product, Tag
from products.transfer_link import link_word

Line = tuple[str, str, Callable[[], Mapping[str, Any]], str]


def _alpine() -> Mapping[str, Any]:
    return {"organization": "alpine"}


def _product(name: str) -> Callable[[], Mapping[str, Any]]:
    def where() -> Mapping[str, Any]:
        found = Product.objects.get(organization__slug="alpine", name=name)
        return {"organization": "alpine", "pk": found.pk}

    return where


def _failed_link() -> Mapping[str, Any]:
    found = Product.objects.get(organization__slug="alpine", name="harbour-reading.example")
    return {"organization": "alpine", "word": link_word(found.pk, 1)}


def _tag() -> Mapping[str, Any]:
    found = Tag.objects.get(organization__slug="alpine", name="live")
    return {"organization": "alpine", "pk": found.pk}


def _card() -> Mapping[str, Any]:
    found = Contact.objects.filter(organization__slug="alpine").order_by("pk").first()
    return {"organization": "alpine", "pk": found.pk if found else 0}


def _move(slug: str) -> Callable[[], Mapping[str, Any]]:
    def where() -> Mapping[str, Any]:
        found = Move.objects.get(organization__slug=slug)
        return {"organization": "alpine", "pk": found.pk}

    return where


def _offer_link() -> Mapping[str, Any]:
    token = new_token()
    Move.objects.filter(email__startswith="solo@").update(token_digest=digest_of(token))
    return {"token": token}


LINES: tuple[Line, ...] = (
    ("legal", "products:product-tags", _product("alpine.example"), ""),
    ("legal", "products:tag-many", _alpine, ""),
    ("legal", "products:product-block", _product("alpine.example"), ""),
    ("legal", "products:product-block", _product("Booking server"), ""),
    ("legal", "products:product-unblock", _product("Booking server"), ""),
    ("legal", "products:block-many", _alpine, ""),
    ("legal", "products:unblock-many", _alpine, ""),
    ("legal", "products:product-view", _product("alpine-huts.example"), ""),
    ("legal", "products:product-view", _product("ski-school.example"), ""),
    ("legal", "products:product-renew", _product("alpine-maps.example"), ""),
    ("legal", "products:product-renew", _product("Main site"), ""),
    ("legal", "products:product-restore", _product("alpine-huts.example"), ""),
    ("legal", "products:product-auto-renew", _product("alpine-webcam.example"), ""),
    ("legal", "products:product-warranty", _product("alpine.example"), ""),
    ("legal", "products:product-warranty", _product("Photo drive"), ""),
    ("legal", "products:product-pay", _product("alpine.example"), ""),
    ("legal", "products:auto-renew-many", _alpine, ""),
    ("legal", "products:product-list", _alpine, "?type=domain&q=nowhere.example"),
    ("legal", "products:product-view", _product("harbour-reading.example"), ""),
    ("legal", "products:product-view", _product("valley-archive.example"), ""),
    ("legal", "products:product-list", _alpine, "?more=filters"),
    ("legal", "products:transfer-list", _alpine, ""),
    ("legal", "products:transfer-list", _alpine, "?state=failed"),
    ("legal", "products:transfer-list", _alpine, "?q=nowhere.example"),
    ("legal", "products:transfer-start", _alpine, ""),
    ("legal", "products:transfer-restart", _product("harbour-reading.example"), ""),
    ("legal", "products:transfer-give-up", _product("harbour-reading.example"), ""),
    ("legal", "products:transfer-link", _failed_link, ""),
    ("legal", "products:product-move", _product("Main site"), ""),
    ("legal", "products:move-many", _alpine, ""),
    ("legal", "products:move-list", _alpine, ""),
    ("legal", "products:move-receive", _move("agency"), ""),
    ("legal", "products:move-withdraw", _move("alpine"), ""),
    ("legal", "products:product-view", _product("summit-cafe.example"), ""),
    ("legal", "products_moving:move-open", _offer_link, ""),
    ("solo", "products_moving:move-open", _offer_link, ""),
    ("legal", "products:product-import", _alpine, ""),
    ("legal", "products:product-forget", _product("old-panel.example"), ""),
    ("legal", "products:product-ownership", _product("lumen-studio.example"), ""),
    ("legal", "products:product-holder", _product("alpine.example"), ""),
    ("legal", "products:product-holder", _product("alpine.example"), "?contact=new"),
    ("legal", "products:holder-many", _alpine, ""),
    ("legal", "products:holder-send", _product("alpine.example"), ""),
    ("legal", "products:product-lock", _product("alpine.example"), ""),
    ("legal", "products:product-code", _product("alpine.example"), ""),
    ("legal", "products_contacts:contact-list", _alpine, ""),
    ("legal", "products_contacts:contact-list", _alpine, "?q=zz"),
    ("legal", "products_contacts:contact-create", _alpine, ""),
    ("legal", "products_contacts:identity-check", _alpine, ""),
    ("legal", "products_contacts:contact-actions", _card, ""),
    ("legal", "products_contacts:contact-edit", _card, ""),
    ("legal", "products_contacts:contact-delete", _card, ""),
    ("legal", "products_tags:tag-list", _alpine, ""),
    ("legal", "products_tags:tag-list", _alpine, "?q=zz"),
    ("legal", "products_tags:tag-create", _alpine, ""),
    ("legal", "products_tags:tag-actions", _tag, ""),
    ("legal", "products_tags:tag-edit", _tag, ""),
    ("legal", "products_tags:tag-merge", _tag, ""),
    ("legal", "products_tags:tag-delete", _tag, ""),
)
