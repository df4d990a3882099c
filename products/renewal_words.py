"""Why a registry refuses a renewal or a restore, in sentences and with what to do."""

from __future__ import annotations

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from products.registrar import codes

_RULES = _(
    "The rules of the registry do not allow it. Look at those of the extension, or ask the support."
)
_WORDS: dict[int, Promise] = {
    2004: _(
        "The registry does not renew it for so long; most keep a domain for ten years at most. "
        "Choose fewer years."
    ),
    2104: _("The account of this console at the registry is used up. Ask the support."),
    codes.WRONG_EXPIRY: _(
        "The registry knows another expiry of this domain, or it was renewed already. Look at the "
        "day it expires, then try again."
    ),
    2201: _("Another registrar looks after this domain now. Transfer it back first."),
    codes.DOES_NOT_EXIST: _("The registry does not know this domain any more. It may be free."),
    codes.STATUS_PROHIBITS: _(
        "The registry does not allow it in the state the domain is in: it may have to be restored "
        "first, or the registry itself has locked it. Look at its state, or ask the support."
    ),
    2305: _RULES,
    codes.POLICY: _RULES,
    2308: _RULES,
}


def why_refused(code: int | None) -> Promise | str:
    """The sentence for a result code of EPP."""
    return _WORDS.get(code or 0) or _(
        "The registry refused it without saying more. Try again, or ask the support."
    )
