"""Whether somebody signs in from where they never did before."""

from __future__ import annotations

import hashlib

from auth2fa.limits import network_of
from auth2fa.models import Place, User


def note_place(*, user: User, browser: str, ip: str | None) -> bool:
    """Remember this browser in this network for the person; True when it is new.

    Two sign-ins at once from one new place: one of them is the first.
    """
    text = f"{user.pk}\0{browser}\0{network_of(ip)}"
    digest = hashlib.sha256(text.encode()).hexdigest()
    _place, is_new = Place.objects.get_or_create(user=user, digest=digest)
    return is_new
