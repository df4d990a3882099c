"""What higher apps add to the page of a person and of a team; they register in `ready`.

A part is a template with what it shows of that person or team to somebody, or nothing.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from console.shell.actor import Actor
from orgs.models import Membership, Team

Show = Callable[[Actor, Any], Mapping[str, Any] | None]


@dataclass(frozen=True, slots=True)
class Part:
    """One section: its template, and what that shows to somebody."""

    template: str
    shown: Mapping[str, Any]


_parts: dict[tuple[type, str], tuple[str, Show]] = {}


def register(name: str, of: type, template: str, show: Show) -> None:
    """Add a section to the page of a `Membership` or a `Team`, by its full name
    (`products.grants`); twice is a mistake. `show` answers None to who may not know."""
    if (of, name) in _parts:
        raise ValueError(f"{name} is a part already")
    _parts[of, name] = (template, show)


def names_of(of: type) -> set[str]:
    """What has a section of its own on this kind of page."""
    return {name for kind, name in _parts if kind is of}


def parts(actor: Actor, about: Membership | Team) -> list[Part]:
    """All of this kind of page, in the order of the apps."""
    found = [
        (template, show(actor, about))
        for (of, _name), (template, show) in _parts.items()
        if isinstance(about, of)
    ]
    return [Part(template, shown) for template, shown in found if shown is not None]
