"""The rights of a role, and the people under it."""

from __future__ import annotations

from dataclasses import replace

from django.utils.translation import ngettext

from orgs.following import Comparison, Follower
from orgs.models import Membership
from orgs.policy import TABLE
from orgs.reach import as_actor


class RoleRights(Follower):
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


class ManagedPeople(Follower):
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
