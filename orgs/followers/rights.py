"""The rights of a role, and the people under it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from orgs.following import Comparison, Consequence, Follower, Objection
from orgs.guards import is_last_representative
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

    def describe(self, membership: Membership) -> Sequence[Consequence]:
        """The role, and every line of the policy that it carries; of a suspended member what
        lifting the suspension would have given back."""
        now = replace(
            as_actor(membership), role=membership.role, has_accounting=membership.has_accounting
        )
        held = [rule.label for rule in TABLE.values() if rule.holds(now)]
        sentence = ngettext(
            "The role %(role)s, with %(count)d right",
            "The role %(role)s, with %(count)d rights",
            len(held),
        )
        role = membership.get_role_display()
        return (Consequence(sentence % {"role": role, "count": len(held)}, held),)


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

    def object(self, membership: Membership) -> Sequence[Objection]:
        """Whoever is suspended stays until somebody has looked; the last person and the last
        active legal representative stay until there is another (G15.5)."""
        organization = membership.organization
        users = reverse("orgs:member-list", kwargs={"organization": organization.slug})
        if membership.suspended_at is not None:
            sentence = _(
                "You are suspended in %(organization)s. You can leave once the suspension is "
                "lifted; ask one of its administrators."
            )
            return (Objection(sentence % {"organization": organization.name}),)
        others = Membership.objects.filter(organization=organization).exclude(pk=membership.pk)
        if not others.exists():
            sentence = _(
                "You are the only person in %(organization)s. Invite somebody and name them legal "
                "representative, or delete the organization."
            )
            values = {"organization": organization.name}
            return (Objection(sentence % values, users, _("Add a user")),)
        if is_last_representative(membership):
            sentence = _(
                "You are the only active legal representative of %(organization)s. Name another "
                "one first."
            )
            values = {"organization": organization.name}
            return (Objection(sentence % values, users, _("Choose somebody")),)
        return ()
