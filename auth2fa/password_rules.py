"""What a password must not be, beside too short and too common: no rules of composition."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from auth2fa.rules import context_words

LONGEST = 128
# A shorter piece of a name turns up in other words by chance.
SHORTEST_WORD = 4


class MaximumLength:
    """At most 128 characters: enough for any passphrase, and a bound for what is hashed."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise a sentence for a longer one."""
        if len(password) > LONGEST:
            raise ValidationError(self.get_help_text(), code="password_too_long")

    def get_help_text(self) -> str:
        """The rule as a sentence."""
        return ngettext(
            "A password has at most %(count)d character.",
            "A password has at most %(count)d characters.",
            LONGEST,
        ) % {"count": LONGEST}


class NotTheContext:
    """Not the product, the Organization, the person's name or their address (ASVS 6.2.11)."""

    def validate(self, password: str, user: Any = None) -> None:
        """Raise a sentence when a known name of four letters or more stands in it."""
        squeezed = _squeeze(password)
        if any(word in squeezed for word in self._words(user)):
            raise ValidationError(self.get_help_text(), code="password_has_context")

    def get_help_text(self) -> str:
        """The rule as a sentence."""
        return _(
            "A password must not contain the name of %(brand)s or of your organization, your own "
            "name, or your e-mail address."
        ) % {"brand": settings.BRAND_NAME}

    def _words(self, user: Any) -> Iterator[str]:
        for phrase in (settings.BRAND_NAME, *self._around(user)):
            for word in (phrase, *_split(phrase)):
                if len(squeezed := _squeeze(word)) >= SHORTEST_WORD:
                    yield squeezed

    def _around(self, user: Any) -> Iterator[str]:
        if user is None:
            return
        local, _at, domain = str(getattr(user, "email", "")).partition("@")
        yield from (getattr(user, "full_name", ""), local, domain.rpartition(".")[0])
        # A form that knows a name before it is stored (sign-up) hangs it on the person.
        yield from getattr(user, "names_around", ())
        yield from context_words(user)


def _split(phrase: str) -> list[str]:
    return "".join(sign if sign.isalnum() else " " for sign in phrase).split()


def _squeeze(text: str) -> str:
    """Letters and digits alone, so that dots, spaces and capitals hide nothing."""
    plain = unicodedata.normalize("NFKC", text).casefold()
    return "".join(sign for sign in plain if sign.isalnum())
