"""Authorization codes: how those we make come about, how those of others wait to be used.

A transfer needs the code that a person typed, maybe hours later, after a registry was away. Until
then it lies encrypted with keys made of SECRET_KEY and its fallbacks, and nowhere else.
"""

from __future__ import annotations

import base64
from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.conf import settings
from django.utils.crypto import salted_hmac

from products.models import OrderSecret, RegistrarOrder

if TYPE_CHECKING:
    from cryptography.fernet import MultiFernet


def code_made_of(key: str) -> str:
    """An authorization code that only this console can tell from the key: 20 characters with
    small and large letters, digits and a sign, as registries ask for them."""
    digest = salted_hmac("products.registrar.code", key, algorithm="sha256").digest()
    letters = base64.b32encode(digest).decode()
    return f"{letters[:8].lower()}-{letters[8:17]}7a"


def seal(order: RegistrarOrder, code: str) -> None:
    """Keep the code until the order ends."""
    seal_each([(order, code)])


def seal_each(codes: Iterable[tuple[RegistrarOrder, str]]) -> None:
    """The same for many orders, in one statement."""
    box = _box()
    OrderSecret.objects.bulk_create(
        OrderSecret(order=order, sealed=box.encrypt(code.encode()).decode())
        for order, code in codes
    )


def unseal(order: RegistrarOrder) -> str:
    """The code; empty where there is none, or none that the keys of today can read."""
    from cryptography.fernet import InvalidToken

    row = OrderSecret.objects.filter(order=order).first()
    if row is None:
        return ""
    try:
        return _box().decrypt(row.sealed.encode()).decode()
    except InvalidToken:
        return ""


def forget(order: RegistrarOrder) -> None:
    """Delete it."""
    OrderSecret.objects.filter(order=order).delete()


def _box() -> MultiFernet:
    # A web process that never seals or opens anything goes without the library.
    from cryptography.fernet import Fernet, MultiFernet

    keys = [settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(_digest(key))) for key in keys])


def _digest(key: str) -> bytes:
    return salted_hmac("products.registrar.seal", "", secret=key, algorithm="sha256").digest()
