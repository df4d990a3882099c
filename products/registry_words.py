"""What a registry's refusal of a holder or a lock means, in a sentence."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from products.registrar import codes

_CARD = _("The registry does not accept what stands on the card. Check address, phone and e-mail.")
_POLICY = _("The rules of this extension do not allow it.")
_BY_CODE: dict[int, str | Promise] = {
    2003: _CARD,
    2004: _CARD,
    2005: _CARD,
    2104: _("The registry could not charge for it. Write to the support."),
    2201: _("The registry does not let us change this domain."),
    codes.EXISTS: _("The registry has it already."),
    codes.DOES_NOT_EXIST: _("The registry does not know this domain."),
    codes.STATUS_PROHIBITS: _(
        "The registry does not allow it in the present state of the domain: it may have to be "
        "restored first, or the registry itself has locked it."
    ),
    2305: _POLICY,
    codes.POLICY: _POLICY,
    2307: _("The registry does not offer this."),
    2308: _POLICY,
}
_OTHER = _("The registry refused it, with the code {code}. Try again, or ask the support.")
_LATER = _("The registry turned it down. Try again, or ask the support.")


def refusal(code: int) -> str | Promise:
    """A sentence for the code of EPP; 0 is a request that was pending and turned down."""
    if not code:
        return _LATER
    return _BY_CODE.get(code) or format_lazy(_OTHER, code=code)
