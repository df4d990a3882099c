"""The report that a registry wants after a name was restored (RFC 3915, 4.2.5)."""

from __future__ import annotations

from datetime import UTC, datetime

from django.utils import timezone
from epptools import Frame, Response, namespaces

# What a registrar declares with a restore (ICANN's registry agreements, redemption grace period).
STATEMENTS = (
    "The name was restored for its former holder, not for this registrar to use or to sell.",
    "What this report says is true as far as this registrar knows.",
)
REASON = "The holder asked for it."


def report(key: str, name: str, before: Response) -> Frame:
    """The frame, under a key of its own. `before` is what the registry said of the name before it
    was restored; since then nothing of it was changed."""
    frame = Frame.command(key)
    update = frame.ns(frame.verb("update"), namespaces.DOMAIN, "domain:update")
    frame.ns(update, namespaces.DOMAIN, "domain:name", name)
    frame.ns(update, namespaces.DOMAIN, "domain:chg")
    box = frame.ns(frame.extension(), namespaces.RGP, "rgp:update")
    restore = frame.ns(box, namespaces.RGP, "rgp:restore", None, {"op": "report"})
    inner = frame.ns(restore, namespaces.RGP, "rgp:report")
    data = f"{name}, registrant {before.registrant() or 'unknown'}"
    now = _written(timezone.now())
    facts = (
        ("preData", data),
        ("postData", data),
        ("delTime", before.updated_date() or before.expiry_date() or now),
        ("resTime", now),
        ("resReason", REASON),
        *(("statement", each) for each in STATEMENTS),
    )
    for tag, text in facts:
        frame.ns(inner, namespaces.RGP, f"rgp:{tag}", text)
    return frame


def _written(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
