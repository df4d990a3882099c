"""What tests of renewals share: domains that the registry knows, forms that are sent."""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta

from django.test import Client
from django.utils import timezone

from console.shell.models import AuditEntry, OutgoingLetter
from orgs.models import Organization
from products.models import Domain, Product
from products.registrar import registry_clock
from products.registrar.embedded import EmbeddedRegistry
from products.registrar.orders import carry_out
from tests.products.conftest import put_product

PRODUCTS = "/o/alpine/products/"
DAY = timedelta(days=1)


def in_days(days: int) -> datetime:
    """So many days from now, at noon: far from the edges of days in any zone of the tests."""
    return (timezone.now() + timedelta(days=days)).replace(
        hour=12, minute=0, second=0, microsecond=0, tzinfo=UTC
    )


def put_domain(
    organization: Organization, name: str, expires_at: datetime, **more: object
) -> Product:
    """A domain here and at the embedded registry."""
    product = put_product(organization, name, expires_at=expires_at, **more)
    Domain.objects.create(
        product=product, organization=organization, extension=name.rpartition(".")[2]
    )
    registry_clock.put(name, expires_at=expires_at, registered_at=expires_at - timedelta(days=730))
    return product


def form_of(client: Client, product: Product, verb: str) -> dict[str, str]:
    """What the form of that dialog would send, the first choice taken."""
    page = client.get(f"{PRODUCTS}{product.pk}/{verb}/").content.decode()
    form = page[page.index("<form", page.index("<main")) :]
    sent: dict[str, str] = {}
    for tag in re.findall(r"<(?:input|button)[^>]*>", form):
        found = dict(re.findall(r'(\w+)="([^"]*)"', tag))
        if "name" not in found or found["name"] in sent:
            continue
        if found.get("type") != "radio" or " checked" in tag:
            sent[found["name"]] = found.get("value", "")
    return {key: value for key, value in sent.items() if key != "csrfmiddlewaretoken"}


def send(client: Client, product: Product, verb: str, **form: str) -> int:
    """The status of sending that form."""
    return client.post(f"{PRODUCTS}{product.pk}/{verb}/", form).status_code


def at_the_registry(now: datetime | None = None) -> int:
    """Let the worker carry out what is due."""
    moment = now or timezone.now()
    return carry_out(registrar=EmbeddedRegistry(now=lambda: moment), now=moment)


def entries(event: str) -> list[AuditEntry]:
    """The log's entries of that event of a product."""
    return list(AuditEntry.objects.filter(event=f"products.product.{event}").order_by("pk"))


def letters(event: str) -> list[OutgoingLetter]:
    """The letters of that event of a product."""
    found = OutgoingLetter.objects.filter(event=f"products.product.{event}")
    return list(found.order_by("to"))
