"""One picture to be taken."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from playwright.sync_api import Page

# Does something on the page; False when the member is not offered it.
Step = Callable[["Page"], bool]


@dataclass(frozen=True, slots=True)
class Stop:
    """One picture: a page at rest, or after a step."""

    title: str
    name: str
    path: str
    step: Step | None = None
    signed_in: bool = True
