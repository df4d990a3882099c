"""What higher apps say about a person's account: they register in `AppConfig.ready`.

This app knows no Organization; whoever knows one tells here how long a session of its people
may idle, which words say too much in a password, and what follows a new name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from auth2fa.models import User

IdleLimit = Callable[["User"], "timedelta | None"]
Words = Callable[["User"], Iterable[str]]
Follow = Callable[["User"], None]

# 24 hours idle, 4 for who leads an Organization (a registered rule), 14 days in all.
IDLE = timedelta(hours=24)
ABSOLUTE = timedelta(days=14)

_idle_limits: list[IdleLimit] = []
_context_words: list[Words] = []
_renamed: list[Follow] = []


def register_idle_limit(rule: IdleLimit) -> None:
    """`rule(user)` gives the longest idle time it allows, or None where it has no say."""
    _idle_limits.append(rule)


def idle_limit(user: User) -> timedelta:
    """The strictest answer, never longer than 24 hours."""
    answers = [rule(user) for rule in _idle_limits]
    return min([IDLE, *(answer for answer in answers if answer is not None)])


def register_context_words(words: Words) -> None:
    """`words(user)` gives names around the person that a password must not contain."""
    _context_words.append(words)


def context_words(user: User) -> list[str]:
    """Every such name, of a saved person; somebody about to sign up has none yet."""
    return [word for words in _context_words for word in words(user)] if user.pk else []


def on_renamed(follow: Follow) -> None:
    """`follow(user)` runs in the transaction that changed the person's name or address."""
    _renamed.append(follow)


def renamed(user: User) -> None:
    """Tell everybody who keeps a copy of the name or address."""
    for follow in _renamed:
        follow(user)
