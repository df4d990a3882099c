"""What tests of transfers in share: domains at another registrar, forms that are sent."""

from __future__ import annotations

import re
from datetime import timedelta

from django.test import Client
from django.utils import timezone

from products.models import IncomingTransfer, Product, RegistryName
from products.registrar import registry_clock
from tests.products.renewing import PRODUCTS, at_the_registry

CODE = "Right-Code-1"
START = f"{PRODUCTS}transfers/start/"


def put_abroad(name: str, **more: object) -> RegistryName:
    """A domain of another registrar, old enough to move."""
    now = timezone.now()
    facts = {"authorization_code": CODE, "sponsor": "other", **more}
    return registry_clock.put(
        name,
        expires_at=now + timedelta(days=200),
        registered_at=now - timedelta(days=900),
        **facts,  # type: ignore[arg-type]
    )


def fields_of(body: str) -> dict[str, str]:
    """The hidden fields of a page's own form, and the chosen holder."""
    main = body[body.index("<main") :]
    found = {}
    for tag in re.findall(r'<input[^>]*type="hidden"[^>]*>', main):
        said = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        found[said["name"]] = said["value"]
    found.pop("csrfmiddlewaretoken", None)
    holder = re.search(r'<option value="(\d+)"', main)
    return found | ({"holder": holder[1]} if holder else {})


def order(client: Client, text: str) -> dict[str, str]:
    """Look at the list, then order what is right; returns what was sent."""
    return order_at(client, "alpine", text)


def order_at(client: Client, slug: str, text: str) -> dict[str, str]:
    """The same in an Organization of that name."""
    at = START.replace("alpine", slug)
    sent = fields_of(client.get(at).content.decode()) | {"text": text}
    seen = client.post(at, {**sent, "to": "check"}).content.decode()
    sent |= fields_of(seen) | {"to": "order"}
    assert client.post(at, sent).status_code == 302
    return sent


def fail(client: Client, name: str = "moving.example", code: str = "wrong") -> Product:
    """A transfer that the registry refused."""
    put_abroad(name)
    order(client, f"{name};{code}")
    at_the_registry()
    return Product.objects.get(name=name)


def transfer_of(product: Product) -> IncomingTransfer:
    return IncomingTransfer.objects.get(product=product)
