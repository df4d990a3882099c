"""The demo data, app by app, in one transaction."""

from __future__ import annotations

from django.db import transaction

from console.shell.models import Installation
from orgs.demo import load_organizations
from products.demo import load_products


@transaction.atomic
def load(password: str) -> int:
    """Fill an empty database and mark it as a demo; returns the number of people."""
    Installation.objects.update_or_create(pk=1, defaults={"is_demo": True})
    people = load_organizations(password)
    load_products()
    return people
