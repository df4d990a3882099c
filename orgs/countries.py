"""Countries by name."""

from __future__ import annotations

from functools import lru_cache

from django.utils.functional import Promise, lazy
from django.utils.translation import get_language
from django_countries import countries


def country_choices() -> list[tuple[str, str]]:
    """Code and name of every country, in the order of the reader's language."""
    return [(each.code, each.name) for each in countries]


def is_country(code: str) -> bool:
    """Whether ISO 3166 knows the code."""
    return code in countries


@lru_cache(maxsize=2_000)
def _name_in(language: str | None, code: str) -> str:
    """In the language that is active; looked up once, since a list names one for every row."""
    return str(countries.name(code)) or code


def _name_of(code: str) -> str:
    return _name_in(get_language(), code)


# The class behind what is put into words when it is read is made once.
_named = lazy(_name_of, str)


def country_name(code: str) -> str | Promise:
    """The name in whatever language it is read in; the code itself where there is none."""
    return _named(code)
