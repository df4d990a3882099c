"""Pages whose title was typed: those of the sidebar, and those of one's own account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from console.finding.found import Found, matches
from console.navigation import navigation, personal_navigation
from console.shell.request import Request


def find_pages(request: Request, words: Sequence[str]) -> list[Found]:
    """Without words, every page of the sidebar: what one can go to from here."""
    here = _lines(navigation(request)["navigation"], words)
    return here + _lines(personal_navigation(request), words) if words else here


def _lines(groups: Sequence[dict[str, Any]], words: Sequence[str]) -> list[Found]:
    return [
        Found(entry["label"], entry["href"], hint=group["title"], icon=entry["icon"])
        for group in groups
        for entry in group["entries"]
        if matches(words, f"{entry['label']} {group['title']}")
    ]
