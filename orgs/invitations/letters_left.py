"""How many letters may still go: a console that invites must not be a letter cannon."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from auth2fa.limits import (
    INVITATION_TO_ADDRESS,
    INVITATIONS_BY_PERSON,
    INVITATIONS_OF_ORGANIZATION,
    take,
    take_each,
)
from console.shell.actions import Refused
from console.shell.actor import Actor


def count_letters(actor: Actor, emails: Sequence[str]) -> None:
    """Count one letter to each address, over all Organizations; all or none.

    Asked last, inside the transaction of the change: what is refused or fails is not counted.
    Raises `Refused` when a limit of the day is reached.
    """
    many = len(emails)
    if not take(INVITATIONS_OF_ORGANIZATION, str(actor.here), times=many):
        raise Refused(
            _("An organization can send %(most)d invitations a day. Go on tomorrow.")
            % {"most": INVITATIONS_OF_ORGANIZATION.most}
        )
    if not take(INVITATIONS_BY_PERSON, str(actor.person), times=many):
        raise Refused(
            _("One person can send %(most)d invitations a day. Go on tomorrow.")
            % {"most": INVITATIONS_BY_PERSON.most}
        )
    refused = set(emails) - take_each(INVITATION_TO_ADDRESS, emails)
    if refused:
        raise Refused(
            ngettext(
                "%(address)s was sent as many letters as may go to one address in a day. Try "
                "again tomorrow.",
                "%(address)s and %(others)d more were sent as many letters as may go to one "
                "address in a day. Leave them out, or try again tomorrow.",
                len(refused),
            )
            % {"address": min(refused), "others": len(refused) - 1},
            field="email",
        )
