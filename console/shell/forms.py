"""A form that feeds one action and shows its refusals as its own errors."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Callable, Iterable
from typing import Any, Self

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from console.shell.actions import Overtaken, Refused

# A hidden field is missing or was changed: the page wrote it, not the person.
INCOMPLETE = _("This form is incomplete. Open it again.")


def new_key() -> str:
    """Made with a form and sent with it: however often it is sent, it is one order."""
    return secrets.token_urlsafe(16)


def mark_of(shown: Iterable[object]) -> str:
    """A short word for what a person was shown: sent back with the form, it says that this and
    nothing else is still what would be done. Made of what each says of itself (`repr`)."""
    return hashlib.sha256("\n".join(map(repr, shown)).encode()).hexdigest()[:32]


class ActionForm(forms.Form):
    """Fields of one action. Bound by a POST only, so that a GET shows no errors."""

    result: Any = None
    refusal: Refused | None = None

    @classmethod
    def of(cls, request: HttpRequest, **kwargs: Any) -> Self:
        """The form of this request; what was typed stays in it."""
        return cls(request.POST if request.method == "POST" else None, **kwargs)

    def attempt(self, action: Callable[..., Any], **kwargs: Any) -> bool:
        """Run `action` with the cleaned fields; False when the form or a rule says no."""
        if not self.is_valid():
            return False
        try:
            self.result = action(**kwargs, **self.cleaned_data)
        except Refused as no:
            self.refusal = no
            self.add_error(no.field if no.field in self.fields else None, str(no))
            return False
        return True

    @property
    def status(self) -> int:
        """200, 422 for what was typed or refused, 409 when somebody was faster."""
        if self.refusal is not None:
            return self.refusal.status
        return 422 if self.is_bound and self.errors else 200

    @property
    def was_overtaken(self) -> bool:
        """Whether somebody else changed the same thing in the meantime."""
        return isinstance(self.refusal, Overtaken)
