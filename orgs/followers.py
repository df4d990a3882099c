"""What of this app hangs on a membership: rights of the role, and teams."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orgs.following import Comparison
from orgs.models import Membership
from orgs.policy import TABLE
from orgs.reach import as_actor


class RoleRights:
    """The lines of the policy that the role carries by itself."""

    def compare(self, membership: Membership, *, role: str, has_accounting: bool) -> Comparison:
        """Line by line: held before, held after. A suspended member is compared as if active,
        since that is what lifting the suspension would give back."""
        now = replace(
            as_actor(membership), role=membership.role, has_accounting=membership.has_accounting
        )
        then = replace(now, role=role, has_accounting=has_accounting)
        loses, keeps, gains = [], [], []
        for rule in TABLE.values():
            before, after = rule.holds(now), rule.holds(then)
            if before and after:
                keeps.append(rule.label)
            elif before:
                loses.append(rule.label)
            elif after:
                gains.append(rule.label)
        return Comparison(loses, keeps, gains)


class ManagedPeople:
    """Everybody whose role the member can change, in number."""

    def compare(self, membership: Membership, *, role: str, has_accounting: bool) -> Comparison:
        """Lost or gained as a whole; one query, and only when it changes."""
        rule = TABLE["orgs.member.change_role"]
        before, after = membership.role in rule.roles, role in rule.roles
        if before == after:
            return Comparison()
        people = Membership.objects.filter(organization_id=membership.organization_id)
        count = people.exclude(pk=membership.pk).count()
        sentence = ngettext("the say over %(count)d person", "the say over %(count)d people", count)
        line = sentence % {"count": count}
        return Comparison(loses=[line]) if before else Comparison(gains=[line])


class Teams:
    """Teams stay, whatever the role: they may hold externals too."""

    def compare(self, membership: Membership, *, role: str, has_accounting: bool) -> Comparison:
        """All teams are kept, by name."""
        names = membership.team_names
        if not names:
            return Comparison()
        sentence = ngettext("%(count)d team: %(names)s", "%(count)d teams: %(names)s", len(names))
        return Comparison(keeps=[sentence % {"count": len(names), "names": _(", ").join(names)}])
