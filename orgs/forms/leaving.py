"""The form that leaves an Organization."""

from __future__ import annotations

from django import forms

from console.shell.forms import INCOMPLETE
from orgs.forms.removals import ChoicesForm


class LeavingForm(ChoicesForm):
    """The answers to what is asked; `version` and `seen` are what the person looked at."""

    version = forms.IntegerField(
        widget=forms.HiddenInput,
        min_value=0,
        error_messages={"required": INCOMPLETE, "invalid": INCOMPLETE},
    )
    seen = forms.CharField(
        widget=forms.HiddenInput, max_length=64, error_messages={"required": INCOMPLETE}
    )
