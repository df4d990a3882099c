"""What events and their values are called, for the activity log and for people."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Show = Callable[[object], "str | Promise"]


@dataclass(frozen=True, slots=True)
class Named:
    """One event in words; `values` says how each changed value is called and shown, None that it
    is kept for programs alone (the log replays by it) and is no news to a reader."""

    label: str | Promise
    icon: str = "history"
    values: Mapping[str, tuple[str | Promise, Show] | None] = field(default_factory=dict)


_named: dict[str, Named] = {}


def name_event(event: str, named: Named) -> None:
    """Say what an event is called; every recorded event has a name."""
    _named[event] = named


def name_of(event: str) -> Named:
    """The words for an event; one without is shown by its technical name."""
    return _named.get(event) or Named(event)


def all_names() -> Mapping[str, Named]:
    """Every named event, for filters."""
    return dict(_named)


@dataclass(frozen=True, slots=True)
class Change:
    """One value before and after, in words."""

    label: str | Promise
    before: str | Promise
    after: str | Promise


_NOTHING: tuple[object, ...] = (None, False, "", [], {})


def changes(event: str, before: Mapping[str, object], after: Mapping[str, object]) -> list[Change]:
    """The values that differ, in words, in the order in which they are named.

    Of what is new only what it has is told, not what it lacks.
    """
    named = name_of(event)
    keys = [*named.values, *(key for key in (*before, *after) if key not in named.values)]
    found = []
    for key in dict.fromkeys(keys):
        if key not in before and after.get(key) in _NOTHING:
            continue
        words = named.values.get(key, (key, as_text))
        if words is not None and before.get(key) != after.get(key):
            label, show = words
            found.append(
                Change(
                    label,
                    show(before[key]) if key in before else "",
                    show(after[key]) if key in after else "",
                )
            )
    return found


def as_text(value: object) -> str | Promise:
    """A value that needs no words of its own."""
    if isinstance(value, bool):
        return _("yes") if value else _("no")
    return "–" if value in (None, "") else str(value)
