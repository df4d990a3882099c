"""Why a transfer in failed, in sentences and with what to do (G10.1).

The codes are EPP's (RFC 5730, section 3; what each means for a domain: RFC 5731, section 3.2.4);
the words for one that was pending are the transfer states of RFC 5730, section 2.9.3.4. What the
registry itself wrote is never shown.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from products.registrar import codes


@dataclass(frozen=True, slots=True)
class Failure:
    """What happened, and what to do before it is started again."""

    reason: str | Promise
    advice: str | Promise


_CODE = Failure(
    _("The authorization code is wrong, or it is not valid any more."),
    _(
        "Ask the present registrar for a new authorization code, then start again with it. "
        "A new code makes all older ones invalid."
    ),
)
_LATER = Failure(
    _("The registry could not charge the transfer to this console."),
    _("Write to the support; nothing is wrong with your domain."),
)
_RULES = Failure(
    _("The rules of the registry do not allow this transfer."),
    _("Look at the rules of the extension, or write to the support before you start again."),
)
_BY_CODE: dict[int, Failure] = {
    2104: _LATER,
    2200: _CODE,
    2201: _CODE,
    codes.WRONG_CODE: _CODE,
    codes.NOT_TRANSFERABLE: Failure(
        _("The domain cannot be transferred now: it was registered or moved not long ago."),
        _(
            "Many registries refuse a transfer in the first 60 days. Start again when they are "
            "over."
        ),
    ),
    codes.TRANSFER_PENDING: Failure(
        _("Another transfer of this domain is under way already."),
        _("Wait until it is over, or have the present registrar end it; then start again."),
    ),
    codes.EXISTS: Failure(
        _("The domain is with us already, and managed elsewhere."),
        _(
            "Who manages it can move it to your organization. If you give this transfer up, what "
            "was paid is given back."
        ),
    ),
    codes.DOES_NOT_EXIST: Failure(
        _("The registry does not know this domain; it may have run out and been deleted."),
        _("Check how it is written. If it is free, give this transfer up and register it anew."),
    ),
    codes.STATUS_PROHIBITS: Failure(
        _("The domain is locked against transfers, or it has run out."),
        _(
            "Ask the present registrar to lift the transfer lock, and to renew the domain if it "
            "has expired; then start again."
        ),
    ),
    2305: _RULES,
    codes.POLICY: _RULES,
    2308: _RULES,
}
_BY_WORD = {
    "clientRejected": Failure(
        _("The present registrar rejected the transfer."),
        _(
            "Ask there why: often a bill is open, or an e-mail to the holder was not confirmed. "
            "Then start again."
        ),
    ),
    "clientCancelled": Failure(
        _("The transfer was called off before it was decided."),
        _("Start it again if you still want it."),
    ),
    "serverCancelled": Failure(
        _("The registry called the transfer off."),
        _("Ask the present registrar whether something is open about the domain; start again."),
    ),
}
_OTHER = Failure(
    _("The registry refused the transfer without saying more."),
    _("Check the authorization code and the lock at the present registrar, then start again."),
)


def failure_of(code: int | None, text: str = "") -> Failure:
    """The sentences for a code of EPP, or for the state that a pending transfer ended in."""
    return _BY_CODE.get(code or 0) or _BY_WORD.get(text) or _OTHER
