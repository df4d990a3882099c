"""Phone numbers: kept as E.164 (`+41443334455`), shown as people write them."""

from __future__ import annotations

import phonenumbers
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from phonenumbers import NumberParseException, PhoneNumberFormat

# Longer than any number with its spaces; what is longer is not even looked at.
LONGEST_TYPED = 40


def clean_phone(typed: str, country: str) -> str:
    """The number in E.164, read as one of `country` when it begins without its code; raises a
    sentence for what cannot be a number. Empty stays empty."""
    typed = typed.strip()
    if not typed:
        return ""
    try:
        if len(typed) > LONGEST_TYPED:
            raise NumberParseException(NumberParseException.TOO_LONG, "too long")
        number = phonenumbers.parse(typed, country or None)
    except NumberParseException:
        raise ValidationError(_NO_NUMBER, code="no_phone") from None
    if number.extension or not phonenumbers.is_valid_number(number):
        raise ValidationError(_NO_NUMBER, code="no_phone")
    return phonenumbers.format_number(number, PhoneNumberFormat.E164)


def show_phone(number: str) -> str:
    """For example "+41 44 333 44 55"; what is no number stays as it is."""
    try:
        parsed = phonenumbers.parse(number, None)
    except NumberParseException:
        return number
    return phonenumbers.format_number(parsed, PhoneNumberFormat.INTERNATIONAL)


_NO_NUMBER = _("This is no phone number. Write it with its country, like +41 44 333 44 55.")
