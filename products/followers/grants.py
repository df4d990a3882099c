"""Access to products, as far as it hangs on a membership."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import ngettext

from console.shell.actor import Actor
from console.shell.audit import Happened, record_each
from orgs.following import Comparison, Consequence, Follower, Line
from orgs.models import FormerMember, Membership
from products.grant_giving import Scope, narrow_to_chosen, reach_of
from products.grant_keeping import as_kept, counts_for, from_kept
from products.grant_promising import refuse_promise
from products.grant_reading import grants_reaching, own_grants, read_grants_along
from products.grant_words import as_plain, few, in_order, line_of
from products.left_open import left_open_by_suspension
from products.models import CHOSEN_ONLY, SEES_ALL, Grant, Product


class Grants(Follower):
    """Grants stay with the membership, whatever the role; an external holds chosen products
    only, an administrator has no need of any."""

    def read_along(self, members: QuerySet[Membership]) -> QuerySet[Membership]:
        """Their own access and that of their teams."""
        return read_grants_along(members)

    def compare(self, membership: Membership, *, role: str, has_accounting: bool) -> Comparison:
        """By name what a grant gives, in number what the role gives beside. Two queries."""
        before, after = membership.role in SEES_ALL, role in SEES_ALL
        if before and after:
            return Comparison()
        grants = in_order(grants_reaching(membership))
        kept = [each for each in grants if counts_for(each, role)]
        if before or after:
            everything = [_all_products(membership)]
            lines = few([line_of(each) for each in kept])
            if before:
                return Comparison(loses=everything, keeps=lines)
            return Comparison(gains=everything)
        had = [each for each in grants if counts_for(each, membership.role)]
        return Comparison(
            loses=few([line_of(each) for each in had if each not in kept]),
            keeps=few([line_of(each) for each in kept if each in had]),
            gains=few([line_of(each) for each in kept if each not in had]),
        )

    def role_changed(self, actor: Actor, membership: Membership) -> None:
        """Whoever is external now loses what an external cannot hold."""
        if membership.role in CHOSEN_ONLY:
            wide = [each for each in own_grants(membership) if each.scope != Scope.PRODUCT]
            narrow_to_chosen(actor, wide)

    def refuse_promise(self, actor: Actor, role: str, grants: Mapping[str, Any]) -> None:
        """As for giving it to somebody who is in already."""
        refuse_promise(actor, role, grants)

    def promised(
        self, organization_id: int, role: str, grants: Mapping[str, Any]
    ) -> Sequence[Line]:
        """What is still there and has not come to its end meanwhile."""
        return few([line_of(each) for each in in_order(from_kept(organization_id, role, grants))])

    def begin(self, membership: Membership, grants: Mapping[str, Any]) -> None:
        """What an invitation promised: as `snapshot` writes it."""
        self.restore(membership, grants)

    def describe(self, membership: Membership) -> Sequence[Consequence]:
        """The person's own access, one by one; what a team carries goes with the place in it."""
        grants = in_order(own_grants(membership))
        if not grants:
            return ()
        sentence = ngettext("%(count)d product access", "%(count)d product accesses", len(grants))
        lines = [line_of(each) for each in grants]
        return (Consequence(sentence % {"count": len(grants)}, lines),)

    def left_open(self, membership: Membership) -> Sequence[Line]:
        """Passwords of what the person sees: they belong to the products, not to the person."""
        return left_open_by_suspension(membership)

    def snapshot(self, membership: Membership) -> Mapping[str, Any]:
        """Each with what it reached and its terms."""
        kept = [as_kept(each) for each in in_order(own_grants(membership))]
        return {"grants": kept} if kept else {}

    def remove(self, membership: Membership, choice: str) -> None:
        """Nothing of it is asked about."""
        Grant.objects.filter(membership=membership).delete()

    def returning(self, former: FormerMember, snapshot: Mapping[str, Any]) -> Sequence[Line]:
        """What is still there and has not come to its end meanwhile."""
        grants = from_kept(former.organization_id, former.role, snapshot)
        return few([line_of(each) for each in in_order(grants)])

    def restore(self, membership: Membership, snapshot: Mapping[str, Any]) -> None:
        """Products that still are here, types that still exist; given by whoever gave the role.
        The log has each of them; the letters of joining are enough to tell it."""
        if membership.role in SEES_ALL:
            return
        there = {reach_of(each) for each in Grant.objects.filter(membership=membership)}
        new = [
            each
            for each in from_kept(membership.organization_id, membership.role, snapshot)
            if reach_of(each) not in there
        ]
        for grant in new:
            grant.membership = membership
            grant.given_by = membership.role_given_by or grant.given_by
        Grant.objects.bulk_create(new)
        system = Actor.system(membership.organization_id)
        given = [Happened(grant, after=as_plain(grant)) for grant in new]
        record_each("products.grant.given", system, given)


def _all_products(membership: Membership) -> str:
    count = Product.objects.filter(organization_id=membership.organization_id).count()
    sentence = ngettext(
        "every product, future ones too: now %(count)d",
        "every product, future ones too: now %(count)d",
        count,
    )
    return sentence % {"count": count}
