"""What people type about themselves; a form says what is wrong beside the field."""

from __future__ import annotations

import unicodedata
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

LONGEST_NAME = 200
LONGEST_ADDRESS = 254
# They join or part letters in names of several scripts and show nothing.
_JOINERS = {"\u200c", "\u200d"}
_UNSEEN = {"Cc", "Cf", "Cs", "Co", "Zl", "Zp"}


class NameField(forms.CharField):
    """One line of visible text, at most 200 characters."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", forms.TextInput())
        kwargs.setdefault("error_messages", {"required": gettext_lazy("Enter a name.")})
        super().__init__(**kwargs)
        self.validators = []  # what CharField checks comes below, with a sentence of ours

    def clean(self, value: Any) -> str:
        """The name without spaces around it; raises a sentence for anything but a line of text."""
        name: str = super().clean(value)
        if len(name) > LONGEST_NAME:
            raise ValidationError(
                _("A name has at most %(most)s characters; this one has %(length)s.")
                % {"most": LONGEST_NAME, "length": number_format(len(name), force_grouping=True)},
                code="too_long",
            )
        if any(unicodedata.category(sign) in _UNSEEN and sign not in _JOINERS for sign in name):
            raise ValidationError(
                _("A name is one line of visible characters. Remove line breaks and hidden marks."),
                code="not_one_line",
            )
        return name


class AddressField(forms.EmailField):
    """An e-mail address in plain ASCII, in lower case.

    Checked before it is lowered: letters that look like plain ones turn into them then
    (CVE-2019-19844), and the address typed would be taken for somebody else's.
    """

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("label", gettext_lazy("E-mail address"))
        kwargs.setdefault(
            "widget",
            forms.EmailInput(attrs={"autocomplete": "email"}),
        )
        kwargs.setdefault(
            "error_messages",
            {
                "required": gettext_lazy("Enter your e-mail address."),
                "invalid": gettext_lazy("Enter an e-mail address, like name@example.org."),
            },
        )
        super().__init__(**kwargs)
        self.max_length = None

    def clean(self, value: Any) -> str:
        """The address; raises a sentence for letters that are not plain, and for what is none."""
        typed = str(value or "").strip()
        if not typed.isascii():
            odd = next(sign for sign in typed if not sign.isascii())
            raise ValidationError(
                _(
                    "“%(sign)s” is not a plain letter, though it may look like one. Type the "
                    "address with the letters a to z; a domain with accents in its xn-- form."
                )
                % {"sign": odd if odd.isprintable() else f"U+{ord(odd):04X}"},
                code="not_plain",
            )
        if len(typed) > LONGEST_ADDRESS:
            raise ValidationError(
                _("An e-mail address has at most %(most)s characters; this one has %(length)s.")
                % {
                    "most": LONGEST_ADDRESS,
                    "length": number_format(len(typed), force_grouping=True),
                },
                code="too_long",
            )
        address: str = super().clean(typed)
        return address.lower()
