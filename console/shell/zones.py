"""The time zones to choose from."""

from __future__ import annotations

from functools import cache
from zoneinfo import available_timezones

_OLD_NAMES = ("Etc/", "SystemV/", "US/", "Brazil/", "Canada/", "Chile/", "Mexico/")


@cache
def time_zones() -> list[tuple[str, str]]:
    """Places people know, by continent; UTC first."""
    places = sorted(
        name for name in available_timezones() if "/" in name and not name.startswith(_OLD_NAMES)
    )
    return [("UTC", "UTC"), *((name, name.replace("_", " ")) for name in places)]
