"""The form of an Organization's details, as a browser sends it."""

from __future__ import annotations

import html
from typing import Any

from tests.conftest import Cast

EDIT = "/o/alpine/settings/"
LOGO = "/o/alpine/settings/logo/"
CLOSE = "/o/alpine/settings/delete/"
SECURE = "/o/alpine/security/"


def fields(cast: Cast, **typed: str) -> dict[str, str]:
    """What the page shows, with `typed` in place of what stood there."""
    alpine = cast.alpine
    shown = {
        "name": alpine.name,
        "kind": alpine.kind,
        "street": alpine.street,
        "postal_code": alpine.postal_code,
        "city": alpine.city,
        "country": alpine.country,
        "phone": alpine.phone,
        "time_zone": alpine.time_zone,
        "version": str(alpine.version),
    }
    return shown | typed


def text_of(answer: Any) -> str:
    """What a person reads: no entities, one space between words."""
    return " ".join(html.unescape(answer.content.decode()).split())
