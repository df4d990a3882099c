"""Forms about who holds a product, and about letting a domain go."""

from __future__ import annotations

from django import forms

from console.shell.forms import INCOMPLETE, ActionForm

_MISSING = {
    "required": INCOMPLETE,
    "invalid": INCOMPLETE,
    "max_length": INCOMPLETE,
    "min_value": INCOMPLETE,
    "max_value": INCOMPLETE,
}


def _word(longest: int) -> forms.CharField:
    """A word that the page itself wrote into the form."""
    return forms.CharField(widget=forms.HiddenInput, max_length=longest, error_messages=_MISSING)


class HolderForm(ActionForm):
    """The confirmation: when it was made (`key`), and the mark of what it showed (`seen`)."""

    key = _word(40)
    seen = _word(40)


class SendForm(ActionForm):
    """Once more to the registry."""

    key = _word(40)


class LockForm(ActionForm):
    """What the lock should be; the key says with which form it was asked."""

    key = _word(40)
    is_locked = forms.TypedChoiceField(
        choices=(("yes", "yes"), ("no", "no")),
        coerce=lambda text: text == "yes",
        error_messages={"required": INCOMPLETE, "invalid_choice": INCOMPLETE},
    )


class CodeForm(ActionForm):
    """No field that an action takes: the ticket is looked at by the view."""
