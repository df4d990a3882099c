"""Where a person may be sent back to: only to a path of this site."""

from __future__ import annotations

import unicodedata
from urllib.parse import urlencode, urlsplit

from django.http import HttpRequest
from django.urls import reverse
from django.utils.http import url_has_allowed_host_and_scheme

# Longer ones come from nobody's browser; an address bar holds about as much.
LONGEST = 2000


def safe_path(url: str | None) -> str:
    """`url` when it is a path of this site, else an empty string.

    Refused: other hosts and schemes, `//host`, backslashes, and control characters or spaces,
    which browsers drop (`\\t//host`).
    """
    if not url or len(url) > LONGEST or not url.startswith("/") or url.startswith("//"):
        return ""
    if "\\" in url or any(unicodedata.category(sign) in {"Cc", "Zs", "Zl", "Zp"} for sign in url):
        return ""
    return url if url_has_allowed_host_and_scheme(url, allowed_hosts=None) else ""


def page_of(request: HttpRequest) -> str:
    """The page the person is looking at: what a form or fragment was sent from, else this one.

    Never an address that only takes forms, so that coming back works.
    """
    sender = request.headers.get("HX-Current-URL")
    if sender is None and request.method in {"GET", "HEAD"}:
        return safe_path(request.get_full_path())
    try:
        parts = urlsplit(sender if sender is not None else request.headers.get("Referer", ""))
    except ValueError:  # no address at all: `http://[`
        return ""
    if parts.netloc != request.get_host():
        return ""
    return safe_path(f"{parts.path}?{parts.query}" if parts.query else parts.path)


def address_of(name: str, *, then: str = "", **query: str) -> str:
    """The named page, told where to go afterwards."""
    values = {"next": safe_path(then), **query}
    kept = {key: value for key, value in values.items() if value}
    return f"{reverse(name)}?{urlencode(kept)}" if kept else reverse(name)
