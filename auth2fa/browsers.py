"""What a browser calls itself, in two words."""

from __future__ import annotations

from django.http import HttpRequest
from django.utils.translation import gettext as _

# The first that occurs decides; Edge and Opera claim to be Chrome, Chrome to be Safari.
_BROWSERS = (
    ("Edg", "Edge"),
    ("OPR/", "Opera"),
    ("SamsungBrowser", "Samsung Internet"),
    ("Firefox/", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chromium", "Chromium"),
    ("Chrome/", "Chrome"),
    ("Safari/", "Safari"),
    ("curl/", "curl"),
)
_SYSTEMS = (
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Android", "Android"),
    ("CrOS", "ChromeOS"),
    ("Windows", "Windows"),
    ("Mac OS X", "macOS"),
    ("Linux", "Linux"),
)
_ON_THE_MOVE = {"iPhone", "iPad", "Android"}


def browser_name(user_agent: str) -> str:
    """“Firefox on Linux”: known names only, since the header says whatever its sender likes."""
    browser = _first(_BROWSERS, user_agent)
    system = _first(_SYSTEMS, user_agent)
    if browser and system:
        return _("%(browser)s on %(system)s") % {"browser": browser, "system": system}
    return browser or system or _("An unknown browser")


def is_phone(user_agent: str) -> bool:
    """Whether it names a phone or tablet; only the picture in the list depends on it."""
    return _first(_SYSTEMS, user_agent) in _ON_THE_MOVE


def _first(known: tuple[tuple[str, str], ...], user_agent: str) -> str:
    return next((name for mark, name in known if mark in user_agent), "")


def browser_of(request: HttpRequest) -> str:
    """The name of what sent this request."""
    return browser_name(request.headers.get("User-Agent", ""))
