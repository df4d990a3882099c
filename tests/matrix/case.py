"""One line of the table, and how it is read."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.test import Client

from tests.matrix.world import World

# The order of the columns. A partner acts in `alpine` for an Organization of their own; the
# stranger represents `rival`.
PARTS = (
    "legal",
    "administrator",
    "collaborator",
    "accounting",
    "external",
    "suspended",
    "partner_limited",
    "partner_full",
    "stranger",
    "anonymous",
)
SIGN_IN = "in"
Values = Callable[[World, str], Mapping[str, Any]]


def nothing(world: World, part: str) -> Mapping[str, Any]:
    """No parts of an address, no fields of a form."""
    return {}


def no_steps(world: World, part: str, client: Client) -> None:
    """Nothing has to be opened before."""


@dataclass(frozen=True)
class Case:
    """An address for one kind of row behind it, and the answer to each part, as written down.

    `get` holds for GET and HEAD, `post` for POST with the fields of `send`, `other` for PUT,
    PATCH and DELETE (as `post` where nothing is said). Ten words each, in the order of PARTS:
    a status, or `in` for "led to sign in". htmx gets the same, except that it is led to sign in
    by a header, and that a form that worked answers `moved`, as does every other way on of a case
    that changes nothing (`works_for` empty).

    `writes` names the entries of the log that a form leaves where it works (for `works_for`):
    one, or as many as it changes things. `ends_session`: and one more where it ends the session
    of whoever sent it.
    """

    name: str
    about: str
    get: str
    post: str
    other: str = ""
    moved: int = 302
    writes: tuple[str, ...] = ()
    works_for: tuple[str, ...] = PARTS
    ends_session: bool = False
    where: Values = nothing
    send: Values = nothing
    query: Values = nothing
    before: Callable[[World, str, Client], None] = no_steps

    def expected(self, part: str, method: str) -> str:
        """The word of the table."""
        line = {"get": self.get, "head": self.get, "post": self.post}.get(method)
        words = (line or self.other or self.post).split()
        assert len(words) == len(PARTS), f"{self}: {len(words)} answers"
        return words[PARTS.index(part)]

    def __str__(self) -> str:
        return f"{self.name} ({self.about})" if self.about else self.name
