"""The link of an offer: random, and only a digest of it is kept."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse

from orgs.models import Organization
from products.models import Move


def page_of(move: Move, organization: Organization) -> str:
    """The page of an offer in the Organization it was made to."""
    words = {"organization": organization.slug, "pk": move.pk}
    path = reverse("products:move-receive", kwargs=words)
    return f"{settings.BASE_URL.rstrip('/')}{path}"


def link_of(token: str) -> str:
    """The address to copy or to mail; never made of the Host header."""
    path = reverse("products_moving:move-open", kwargs={"token": token})
    return f"{settings.BASE_URL.rstrip('/')}{path}"
