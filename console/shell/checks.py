"""What `check --deploy` says about an installation, beside Django's own checks."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Tags, Warning, register


@register(Tags.mail, deploy=True)
def letters_reach_people(app_configs: Any, **facts: Any) -> list[CheckMessage]:
    """Without a mail server, letters are written to a folder and called sent."""
    if settings.EMAIL_URL:
        return []
    hint = "Set EMAIL_URL, for instance to smtp+tls://user:password@mail.example:587."
    return [Warning("No letter reaches anybody: EMAIL_URL is not set.", hint, id="shell.W001")]
