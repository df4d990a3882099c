"""A form about a list that is pasted or uploaded, and looked at before anything is done."""

from __future__ import annotations

from collections.abc import Sized
from typing import Any, Protocol, Self

from django import forms
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from console.shell.forms import ActionForm


class CheckedLines(Protocol):
    """What became of the lines of a list."""

    @property
    def right(self) -> Sized:
        """Those that something can be done with."""

    @property
    def is_too_many(self) -> bool:
        """Whether they are more than one go does."""


class PastedForm(ActionForm):
    """Lines in a field, or a file of them.

    `checked` are the lines once they were read; `list_text` is what stands in the field then.
    """

    checked: CheckedLines

    text = forms.CharField(
        required=False,
        strip=False,
        widget=forms.Textarea(
            attrs={"rows": 10, "spellcheck": "false", "autocomplete": "off", "class": "mono"}
        ),
    )
    file = forms.FileField(
        label=_("Or a CSV file"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv,text/plain"}),
        error_messages={"empty": _("This file is empty.")},
    )
    # How many were right when the person looked; another number is shown again first.
    seen_right = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.list_text = str(self.data.get("text", ""))

    @classmethod
    def of(cls, request: HttpRequest, **kwargs: Any) -> Self:
        """With the file of the request, if one was chosen."""
        if request.method != "POST":
            return cls(**kwargs)
        return cls(request.POST, request.FILES, **kwargs)

    @property
    def is_as_shown(self) -> bool:
        """Whether the list can be sent: as many are right as the person was shown, and not more
        than one go does."""
        right = len(self.checked.right)
        return 0 < right == self.cleaned_data.get("seen_right") and not self.checked.is_too_many
