"""The teams somebody is in."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orgs.following import Comparison, Follower
from orgs.models import Membership


class Teams(Follower):
    """Teams stay, whatever the role: they may hold externals too."""

    def compare(self, membership: Membership, *, role: str, has_accounting: bool) -> Comparison:
        """All teams are kept, by name."""
        names = membership.team_names
        if not names:
            return Comparison()
        sentence = ngettext("%(count)d team: %(names)s", "%(count)d teams: %(names)s", len(names))
        return Comparison(keeps=[sentence % {"count": len(names), "names": _(", ").join(names)}])
