"""Whether a card has an address that a letter can be sent to."""

from __future__ import annotations

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from products.models import Contact


def is_reachable(card: Contact, address: str = "") -> bool:
    """One without must not stop the letters to others; `address` instead of the card's own."""
    try:
        validate_email(address or card.email)
    except ValidationError:
        return False
    return True
