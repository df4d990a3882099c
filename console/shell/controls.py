"""A control that may not be used: still there, closed, with its reason."""

from __future__ import annotations

import zlib
from html.parser import HTMLParser
from typing import Any

from django.http import QueryDict
from django.template.context import RequestContext
from django.template.loader import render_to_string
from django.urls import NoReverseMatch, reverse
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString

from console.shell.decision import Decision

# Whatever would make the control do something.
_ACTING = {"href", "name", "value", "type", "command", "commandfor", "popovertarget", "disabled"}
_ACTING_PREFIXES = ("hx-", "form", "data-menu")
HELPERS_NAMED = 2


def closed_control(
    markup: str,
    decision: Decision,
    context: RequestContext,
    permission: str = "",
    subject: object = "",
    side: str = "",
) -> SafeString:
    """The first element of `markup` as a control that keeps the focus, does nothing and says why.

    It is never `disabled`, since that would take it away from keyboard and screen reader.
    """
    reason_id = f"why-{zlib.crc32(f'{markup}{decision.reason}{subject}'.encode()):x}"
    return render_to_string(
        "shell/components/why.html",
        {
            "control": _close(markup.strip(), reason_id),
            "reason": decision.reason,
            "helpers": decision.helpers[:HELPERS_NAMED],
            "reason_id": reason_id,
            "side": side,
            "href": _why_page(context, permission, subject),
        },
    )


def _why_page(context: RequestContext, permission: str, subject: object) -> str:
    organization = context.get("organization")
    if not permission or organization is None:
        return ""
    query = QueryDict(mutable=True)
    query["action"] = permission
    if subject:
        query["object"] = str(subject)
    try:
        page = reverse("orgs:decision-explain", kwargs={"organization": organization.slug})
    except NoReverseMatch:
        return ""
    return f"{page}?{query.urlencode()}"


class _FirstTag(HTMLParser):
    """Reads the first start tag of a piece of markup."""

    def __init__(self) -> None:
        super().__init__()
        self.name = ""
        self.attributes: list[tuple[str, str | None]] = []
        self.length = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if not self.name:
            self.name, self.attributes = tag, attrs
            self.length = len(self.get_starttag_text() or "")


def _close(markup: str, reason_id: str) -> SafeString:
    first = _FirstTag()
    first.feed(markup)
    kept: list[tuple[str, Any]] = [
        (name, value)
        for name, value in first.attributes
        if name not in _ACTING and not name.startswith(_ACTING_PREFIXES)
    ]
    kept += [("aria-disabled", "true"), ("aria-describedby", reason_id)]
    kept += [("role", "link"), ("tabindex", "0")] if first.name == "a" else [("type", "button")]
    return format_html(
        "<{}{}>{}",
        first.name,
        format_html_join("", ' {}="{}"', ((name, value or "") for name, value in kept)),
        SafeString(markup[first.length :]),  # the rest of what the template itself wrote
    )
