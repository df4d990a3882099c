"""Actions are the only things that change state."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import wraps
from typing import cast

from django.db import transaction
from django.utils.functional import Promise


class Refused(Exception):
    """A rule of the business said no; the message is shown to the person, beside `field`."""

    status = 422

    def __init__(self, message: str | Promise, field: str | None = None) -> None:
        super().__init__(message)
        self.field = field

    def __str__(self) -> str:
        return str(self.args[0])


class Overtaken(Refused):
    """Somebody was faster: nothing was written, and `changed` says what they made of it."""

    status = 409

    def __init__(
        self,
        message: str | Promise,
        field: str | None = None,
        *,
        changed: Mapping[str, object] | None = None,
    ) -> None:
        super().__init__(message, field)
        self.changed = dict(changed or {})


class ProofNeeded(Refused):
    """The person must first prove again that it is they; then the same may be asked again."""


class Forbidden(Refused):
    """The policy said no inside an action: the right was gone by the time of the change."""

    status = 403


def action[**P, R](function: Callable[P, R]) -> Callable[P, R]:
    """Mark a state change: keyword-only, one transaction, recorded.

    An outer transaction is joined, so that an action may be made of others.
    """

    @wraps(function)
    def run(*args: P.args, **kwargs: P.kwargs) -> R:
        with transaction.atomic():
            return function(*args, **kwargs)

    run.is_action = True  # type: ignore[attr-defined]
    return cast("Callable[P, R]", run)
