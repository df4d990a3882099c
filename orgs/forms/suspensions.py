"""The forms that keep somebody out, and let them in again."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from console.shell.forms import ActionForm

LONGEST_REASON = 300


class SuspendForm(ActionForm):
    """One line for the record, which may stay empty: in an emergency nobody writes reports."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Kept in the log and in the record of the suspension. The person is not told."),
        max_length=LONGEST_REASON,
        required=False,
        error_messages={
            "max_length": _("Keep the reason to %(limit_value)d characters; it has %(show_value)d.")
        },
    )

    def clean_reason(self) -> str:
        """One line of visible characters: it is read in a log and on paper."""
        reason: str = self.cleaned_data["reason"]
        if not reason.isprintable():
            raise forms.ValidationError(
                _("The reason is one line of visible characters. Remove line breaks and marks.")
            )
        return reason


class ConfirmForm(ActionForm):
    """No field of its own: the button alone says it."""
