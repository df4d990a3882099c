"""What every template knows, whatever the domain."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest


def shell(request: HttpRequest) -> dict[str, Any]:
    """Brand, appearance, demo mode; `layout` for templates rendered without `page()`."""
    user = getattr(request, "user", None)
    return {
        "brand": {"name": settings.BRAND_NAME, "support_email": settings.BRAND_SUPPORT_EMAIL},
        "appearance": getattr(user, "appearance", "system"),
        "demo_mode": settings.DEMO_MODE,
        "actor": getattr(request, "actor", None),
        "layout": "shell/base.html",
    }
