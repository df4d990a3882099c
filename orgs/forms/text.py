"""What people type into fields of one line."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _


def clean_line(text: str) -> str:
    """A name: one line, no control or invisible characters; raises a sentence otherwise.

    Direction marks (U+202A–202E, U+2066–2069) could make a name read as another one.
    """
    text = " ".join(text.split(" ")).strip()
    if any(not letter.isprintable() for letter in text):
        raise forms.ValidationError(
            _("A name is one line of visible characters. Remove line breaks and special marks.")
        )
    return text
