"""Holders under test: cards, domains that the embedded registry knows, and its worker."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import timedelta
from typing import Any

from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from orgs.models import Organization
from products.models import Contact, Domain, Product, RegistrarOrder
from products.registrar import orders, registry_clock
from products.registrar.embedded import EmbeddedRegistry
from tests.products.conftest import put_product

CONTACTS = "/o/alpine/contacts/"
PRODUCTS = "/o/alpine/products/"
CARD = {
    "kind": "company",
    "company": "Glacier Ltd",
    "full_name": "Gina Glacier",
    "street": "Bahnhofstrasse 1",
    "postal_code": "8001",
    "city": "Zürich",
    "country": "CH",
    "phone": "044 333 44 55",
    "email": "gina@glacier.example",
}


def make_card(organization: Organization, **more: Any) -> Contact:
    """Another card than the one that products get by themselves."""
    facts = {**CARD, "phone": "+41443334455", **more}
    return Contact.objects.create(organization=organization, **facts)


def make_domain(organization: Organization, name: str, **more: Any) -> Product:
    """A domain that is registered here and at the embedded registry."""
    now = timezone.now()
    expires_at = more.pop("expires_at", now + timedelta(days=200))
    is_locked = more.pop("is_locked", True)
    product = put_product(organization, name, expires_at=expires_at, **more)
    Domain.objects.create(
        product=product,
        organization=organization,
        extension=name.rpartition(".")[2],
        registered_at=now - timedelta(days=165),
        is_locked=is_locked,
        nameservers=["ns1.alpine.example", "ns2.alpine.example"],
    )
    registry_clock.put(
        name,
        expires_at=expires_at,
        registered_at=now - timedelta(days=165),
        sponsor=registry_clock.OURS,
        is_locked=is_locked,
    )
    return product


def carry_out() -> int:
    """What the worker does."""
    return orders.carry_out(registrar=EmbeddedRegistry())


def hidden(response: HttpResponse) -> dict[str, str]:
    """The hidden words of the form in a page, without what is ticked."""
    body = response.content.decode()
    found = re.findall(r'<input type="hidden"\s+name="(\w+)"\s+value="([^"]*)"', body)
    return {name: value for name, value in found if name not in {"selected", "csrfmiddlewaretoken"}}


def look(client: Client, contact: Contact, products: Sequence[Product]) -> HttpResponse:
    """The page with the fees."""
    ticked = {"selected": [each.pk for each in products], "contact": contact.pk}
    return client.get(f"{PRODUCTS}holder/", ticked)  # type: ignore[return-value]


def confirm(
    client: Client, contact: Contact, products: Sequence[Product], **more: Any
) -> HttpResponse:
    """Look at the fees, then confirm them."""
    words = {**hidden(look(client, contact, products)), **more}
    ticked = {"selected": [each.pk for each in products], "contact": contact.pk}
    return client.post(f"{PRODUCTS}holder/", {**words, **ticked})  # type: ignore[return-value]


def open_orders() -> int:
    return RegistrarOrder.objects.filter(state__in=orders.OPEN).count()
