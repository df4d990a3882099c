"""Countries by name."""

from __future__ import annotations

from django.utils.functional import Promise, lazy
from django_countries import countries


def country_choices() -> list[tuple[str, str]]:
    """Code and name of every country, in the order of the reader's language."""
    return [(each.code, each.name) for each in countries]


def is_country(code: str) -> bool:
    """Whether ISO 3166 knows the code."""
    return code in countries


def _name_of(code: str) -> str:
    return str(countries.name(code)) or code


def country_name(code: str) -> str | Promise:
    """The name in whatever language it is read in; the code itself where there is none."""
    return lazy(_name_of, str)(code)
