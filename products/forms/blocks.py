"""Forms that block the management of a product and open it again."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from console.shell.forms import ActionForm


class BlockForm(ActionForm):
    """One line for whoever is affected, which may stay empty."""

    reason = forms.CharField(
        label=_("Reason"),
        help_text=_("Told in the letters, on the page of the product and in the log."),
        max_length=300,
        required=False,
        error_messages={
            "max_length": _("Keep the reason to %(limit_value)d characters; it has %(show_value)d.")
        },
    )

    def clean_reason(self) -> str:
        """One line of visible characters: it is read in letters and in a log."""
        reason: str = self.cleaned_data["reason"]
        if not reason.isprintable():
            raise forms.ValidationError(
                _("The reason is one line of visible characters. Remove line breaks and marks.")
            )
        return reason


class UnblockForm(ActionForm):
    """No field of its own: the button alone says it."""
