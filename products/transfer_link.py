"""The link of the letter that starts a failed transfer again (G10.2).

It names one attempt at one transfer and proves nothing about its reader: whoever opens it has to
be signed in and is asked for the right like anywhere else. A new attempt uses it up.
"""

from __future__ import annotations

from django.core import signing

_SALT = "products.transfer.restart"
LASTS_DAYS = 30


def link_word(product_id: int, attempt: int) -> str:
    """The word in the address."""
    return signing.dumps([product_id, attempt], salt=_SALT)


def read_link(word: str) -> tuple[int, int] | None:
    """The product and the attempt; None for a word that is not ours. Raises
    `signing.SignatureExpired` after 30 days."""
    try:
        product_id, attempt = signing.loads(word, salt=_SALT, max_age=LASTS_DAYS * 24 * 3600)
    except signing.SignatureExpired:
        raise
    except (signing.BadSignature, ValueError, TypeError):
        return None
    return int(product_id), int(attempt)
