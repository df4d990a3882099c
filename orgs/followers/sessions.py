"""The browsers in which somebody is signed in, as far as they lead into this Organization."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import ClassVar

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from auth2fa.sessions import sessions_of
from console.shell.moments import full
from orgs.entrance import ask_at_the_door
from orgs.following import Channel, Follower, Line
from orgs.models import Membership

NAME = "orgs.sessions"


class Sessions(Follower):
    """Sessions are the person's own and go on elsewhere; here the door keeps them out.

    So nothing is to be cut: `channels` asks the door, in place of the person. Of the sessions
    only their number is told, never a browser, an address or a place.
    """

    channel_labels: ClassVar[Mapping[str, Line]] = {NAME: gettext_lazy("Open sessions in browsers")}

    def channels(self, membership: Membership) -> Sequence[Channel]:
        """How many could come in, whether the door is closed to them, and the last visit."""
        slug = membership.organization.slug
        answer = ask_at_the_door(person=membership.user_id, slug=slug)
        return [
            Channel(
                NAME,
                self.channel_labels[NAME],
                count=len(sessions_of(membership.user)),
                is_closed=not answer.is_open,
                at=timezone.now(),
                detail=_last_visit(membership),
            )
        ]


def _last_visit(membership: Membership) -> str:
    """To the quarter of an hour, as visits are noted."""
    if membership.last_seen_at is None:
        return _("Never used here")
    return _("Last used here %(when)s") % {"when": full(membership.last_seen_at)}
