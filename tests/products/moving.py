"""Moves under test: two Organizations of one person, offers, and their links."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

from django.http import HttpResponse
from django.test import Client

from auth2fa.models import User
from orgs.models import Organization
from products.models import Product
from tests.conftest import join, make_organization

PRODUCTS = "/o/alpine/products/"
LINK = re.compile(r"/moves/([0-9a-f]{40})/")


def make_harbor(*people: User, role: str = "legal_representative") -> Organization:
    """Another Organization, which these people lead."""
    harbor = make_organization("harbor", "HARBORMARK")
    for each in people:
        join(each, harbor, role)
    return harbor


def offer(
    client: Client, products: Sequence[Product], way: str = "link", **more: Any
) -> HttpResponse:
    """The form of the offer, as the page sends it."""
    words = {"selected": [each.pk for each in products], "way": way, "terms": "on", **more}
    return client.post(f"{PRODUCTS}move/", words)  # type: ignore[return-value]


def token_in(text: str) -> str:
    """The secret of the link in a page or a letter."""
    found = LINK.search(text)
    assert found, text
    return found[1]


def offered(client: Client, *products: Product) -> str:
    """An offer by link; answers the secret."""
    return token_in(offer(client, products).content.decode())


def answer(client: Client, token: str, what: str = "accept", place: str = "rival") -> HttpResponse:
    """Open the link, look at the page, and send the answer of its form."""
    client.get(f"/moves/{token}/")
    shown = client.get("/moves/").content.decode()
    found = re.search(r'name="move" value="(\d+)"', shown)
    words = {"move": found[1] if found else "", "answer": what, "organization": place}
    return client.post("/moves/", words)  # type: ignore[return-value]
