"""The link of an offer: random, and only a digest of it is kept."""

from __future__ import annotations

from django.conf import settings
from django.urls import reverse


def link_of(token: str) -> str:
    """The address to copy or to mail; never made of the Host header."""
    path = reverse("products_moving:move-open", kwargs={"token": token})
    return f"{settings.BASE_URL.rstrip('/')}{path}"
