"""Addresses of pages, worked out once: every page names some thirty of them.

Those of an Organization differ by its name alone, so that one pattern answers for all of them.
"""

from __future__ import annotations

import re
from functools import lru_cache

from django.conf import settings
from django.urls import NoReverseMatch, get_script_prefix, get_urlconf, reverse

_PLACE = "0-place-0"
_SLUG = re.compile(r"[-a-zA-Z0-9_]+")


def address(name: str, organization: str = "") -> str:
    """The address of a page that needs no more than an Organization's name, or nothing.

    Raises `NoReverseMatch` like `reverse`.
    """
    if organization and not _SLUG.fullmatch(organization):
        raise NoReverseMatch(f"{organization!r} is no name in an address.")
    # Tests have other addresses, and a server may put a path before all of them.
    addresses, prefix = get_urlconf() or settings.ROOT_URLCONF, get_script_prefix()
    pattern = _pattern(name, bool(organization), addresses, prefix)
    return pattern.replace(_PLACE, organization) if organization else pattern


@lru_cache(maxsize=1_000)
def _pattern(name: str, in_organization: bool, urlconf: str, prefix: str) -> str:
    kwargs = {"organization": _PLACE} if in_organization else None
    return reverse(name, urlconf, kwargs=kwargs)
