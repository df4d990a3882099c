"""Names of domains as people and panels write them, in the form that registries know."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext as _

from products.registrar.registry_rules import NAME

# What the two standards of international names (RFC 3490, RFC 5891) make different names of.
_TWO_NAMES = frozenset("ßς\u200c\u200d")


def domain_name(text: str) -> str:
    """In lower case and ASCII; raises a sentence for what is no domain name."""
    name = text.strip().rstrip(".").lower()
    if not name.isascii():
        name = _ascii(name)
    # A top-level domain is never all digits (RFC 3696, 2): that would be a number or an address.
    if not NAME.fullmatch(name) or name.rpartition(".")[2].isdigit():
        raise forms.ValidationError(
            _("“%(text)s” is no domain name. Write it like example.org, without www or https.")
            % {"text": text[:80]}
        )
    return name


def _ascii(name: str) -> str:
    try:
        if _TWO_NAMES & set(name):
            raise UnicodeError
        return name.encode("idna").decode("ascii")
    except UnicodeError:
        raise forms.ValidationError(
            _("Write “%(text)s” as registries do, beginning with xn--.") % {"text": name[:80]}
        ) from None
