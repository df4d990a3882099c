"""What somebody chose to be told about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from orgs.following import Comparison, Follower, Line
from orgs.models import ContactPreference, FormerMember, Membership
from orgs.preferences import made_choices, write_choices
from orgs.topics import Group, known_choices, topics_for


class Preferences(Follower):
    """Contact preferences (G1.12): a snapshot keeps them."""

    def compare(self, membership: Membership, *, role: str, has_accounting: bool) -> Comparison:
        """Billing reminders come and go with the accounting right; no query."""
        before = _may_hear_billing(membership.role, has_accounting=membership.has_accounting)
        after = _may_hear_billing(role, has_accounting=has_accounting)
        if before == after:
            return Comparison()
        line = _("billing reminders")
        return Comparison(loses=[line]) if before else Comparison(gains=[line])

    def snapshot(self, membership: Membership) -> Mapping[str, Any]:
        """Only what was chosen; defaults may be others by then."""
        return made_choices(membership)

    def returning(self, former: FormerMember, snapshot: Mapping[str, Any]) -> Sequence[Line]:
        """How many notifications were chosen, as far as their topics still exist."""
        choices = known_choices(snapshot, former.role, has_accounting=former.has_accounting)
        if not choices:
            return ()
        sentence = ngettext(
            "%(count)d notification as it was chosen",
            "%(count)d notifications as they were chosen",
            len(choices),
        )
        return (sentence % {"count": len(choices)},)

    def restore(self, membership: Membership, snapshot: Mapping[str, Any]) -> None:
        """As far as the topics still exist and the role may be told."""
        choices = known_choices(snapshot, membership.role, has_accounting=membership.has_accounting)
        write_choices(membership, choices)

    def remove(self, membership: Membership, choice: str) -> None:
        """Nothing of it is asked about."""
        ContactPreference.objects.filter(membership=membership).delete()


def _may_hear_billing(role: str, *, has_accounting: bool) -> bool:
    topics = topics_for(role, has_accounting=has_accounting)
    return any(topic.group == Group.BILLING for topic in topics)
