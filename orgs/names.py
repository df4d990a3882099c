"""Copies of a person's name and address on their memberships, for order and search."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from orgs.models import Membership

if TYPE_CHECKING:
    from auth2fa.models import User


def fold(text: str) -> str:
    """The text without accents and case: what a person types finds and sorts É by E."""
    plain = unicodedata.normalize("NFKD", text)
    return "".join(letter for letter in plain if not unicodedata.combining(letter)).casefold()


def sort_name(full_name: str) -> str:
    """The name as lists order it."""
    return fold(full_name)[:200]


def fold_for_search(text: str) -> str:
    """What is done to both sides of a search; in upper case, as its index holds it."""
    return fold(text).upper()


def search_text(full_name: str, email: str) -> str:
    """What the search of the people list looks in."""
    return fold_for_search(f"{full_name} {email}")[:460]


def copy_name(user: User) -> None:
    """Bring the copies up to date after the person changed name or address."""
    Membership.objects.filter(user_id=user.pk).update(
        sort_name=sort_name(user.full_name), search_text=search_text(user.full_name, user.email)
    )
