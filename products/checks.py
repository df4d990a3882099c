"""What `check --deploy` says about products."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register


@register(Tags.compatibility, deploy=True)
def domains_are_registered(app_configs: Any, **facts: Any) -> list[CheckMessage]:
    """The embedded registry registers nothing anywhere: it is used when it was asked for."""
    if settings.REGISTRAR_IS_NAMED:
        return []
    hint = (
        "Set REGISTRAR=epp with the EPP_… settings of your registry, or REGISTRAR=embedded if this "
        "installation is a trial."
    )
    sentence = "Domains are renewed and registered nowhere: REGISTRAR is not set."
    return [Error(sentence, hint, id="products.E001")]
