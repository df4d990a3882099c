"""The invitations somebody has sent."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.translation import ngettext

from orgs.following import Consequence, Follower
from orgs.invitations.standing import invitations_by
from orgs.models import Membership


class SentInvitations(Follower):
    """Open invitations live as long as who sent them may give what they give.

    Nothing has to be ended: how an invitation stands is decided when it is looked at.
    """

    def describe(self, membership: Membership) -> Sequence[Consequence]:
        """Those that nobody has answered yet, by address."""
        addresses = list(invitations_by(membership).values_list("email", flat=True))
        if not addresses:
            return ()
        sentence = ngettext(
            "%(count)d open invitation: its link ends. Somebody else can send it again.",
            "%(count)d open invitations: their links end. Somebody else can send them again.",
            len(addresses),
        )
        return (Consequence(sentence % {"count": len(addresses)}, addresses),)
