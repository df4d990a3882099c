"""The steps by which somebody secures their own account (G3.14).

Higher apps add theirs in `AppConfig.ready`: devices, application passwords, tokens.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True, slots=True)
class Step:
    """One thing to do, why, and the page of the person's own account where it is done."""

    title: str | Promise
    why: str | Promise
    page: str

    @property
    def path(self) -> str:
        """The address of the page, without the host."""
        return reverse(self.page)


_first = [
    Step(
        _("Change your password"),
        _("Take one that you use nowhere else."),
        "auth2fa:password-change",
    ),
    Step(
        _("End your other sessions"),
        _("Whoever is signed in with your account is thrown out."),
        "auth2fa:security-view",
    ),
]
_between: list[Step] = []
_last = [
    Step(
        _("Look at your recent sign-ins"),
        _("Tell your administrator about any that were not yours."),
        "auth2fa:activity-list",
    ),
]


def register_step(step: Step) -> None:
    """Add a step after the password and the sessions."""
    _between.append(step)


def steps() -> list[Step]:
    """All of them, in the order in which they are done."""
    return [*_first, *_between, *_last]
