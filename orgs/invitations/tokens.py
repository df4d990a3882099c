"""The secret of an invitation's link: 160 bits, of which only a digest is kept."""

from __future__ import annotations

import hashlib
import secrets

from django.conf import settings
from django.urls import reverse

BYTES = 20


def new_token() -> str:
    """Forty hexadecimal digits; the log blanks what looks like this."""
    return secrets.token_hex(BYTES)


def digest_of(token: str) -> str:
    """What the table holds. The token is random, so a plain hash cannot be turned back."""
    return hashlib.sha256(token.encode()).hexdigest()


def link_of(token: str) -> str:
    """The address in the letter; never made of the Host header."""
    path = reverse("orgs_joining:invitation-open", kwargs={"token": token})
    return f"{settings.BASE_URL.rstrip('/')}{path}"
