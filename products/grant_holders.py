"""Who can hold access to products: a person, a team, or a partner with limited access."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from console.shell.actions import Forbidden, Overtaken, Refused
from console.shell.actor import Actor
from orgs.models import Membership, PartnerContract, Team
from orgs.names import sort_name
from orgs.policy import decide
from products.models import CHOSEN_ONLY, SEES_ALL, Grant, GrantQuerySet

if TYPE_CHECKING:
    from console.shell.decision import Decision

MEMBER, TEAM, PARTNER = "membership", "team", "contract"
KINDS = (MEMBER, TEAM, PARTNER)
# The page of each kind, where their access is seen and changed.
PAGES = {MEMBER: "member-grants", TEAM: "team-grants", PARTNER: "partner-grants"}
ICONS = {MEMBER: "user", TEAM: "users-round", PARTNER: "handshake"}
# So many of each kind are offered; the others are found by their name.
FEW = 20


@dataclass(frozen=True, slots=True)
class Holder:
    """One of the three, and what it is to the pages and the letters."""

    kind: str
    row: Membership | Team | PartnerContract

    @property
    def name(self) -> str:
        """As people call it."""
        if isinstance(self.row, PartnerContract):
            return self.row.partner.name
        return str(self.row)

    @property
    def key(self) -> str:
        """For a form: `team-7`."""
        return f"{self.kind}-{self.row.pk}"

    @property
    def icon(self) -> str:
        """The drawing beside the name."""
        return ICONS[self.kind]

    @property
    def note(self) -> str | Promise:
        """What it is, in a word or two."""
        if isinstance(self.row, Membership):
            return self.row.get_role_display()
        return _("Team") if self.kind == TEAM else _("Partner with limited access")

    @property
    def fields(self) -> dict[str, Any]:
        """The key of a grant that belongs to it."""
        return {self.kind: self.row}

    @property
    def grants(self) -> GrantQuerySet:
        """All of its own, ended or not."""
        rows: GrantQuerySet = Grant.objects.filter(
            organization_id=self.row.organization_id, **{f"{self.kind}_id": self.row.pk}
        )
        return rows

    @property
    def is_chosen_only(self) -> bool:
        """Whether it can be given nothing but chosen products."""
        return self.kind == PARTNER or getattr(self.row, "role", "") in CHOSEN_ONLY

    def url(self, slug: str) -> str:
        """The page of its access."""
        return reverse(
            f"products:{PAGES[self.kind]}", kwargs={"organization": slug, "pk": self.row.pk}
        )


def rows_of(actor: Actor, kind: str) -> QuerySet[Any]:
    """Those of one kind that the actor can see, read with their names."""
    if kind == MEMBER:
        return Membership.objects.visible_to(actor).select_related("user", "organization")
    if kind == TEAM:
        return Team.objects.visible_to(actor).select_related("organization")
    contracts = PartnerContract.objects.filter(organization_id=actor.here)
    return contracts.select_related("partner", "organization")


def find_holder(actor: Actor, kind: str, pk: int) -> Holder | None:
    """The holder as far as the actor can see it; None for what does not exist to them."""
    row = rows_of(actor, kind).filter(pk=pk).first() if kind in KINDS else None
    return Holder(kind, row) if row is not None else None


def hold_holder(actor: Actor, kind: str, pk: int) -> Holder:
    """The holder as it is now, locked until the end; raises `Overtaken` when it is gone.

    To be asked under the lock of the Organization.
    """
    row = (
        rows_of(actor, kind).select_for_update(of=("self",)).filter(pk=pk).first()
        if kind in KINDS
        else None
    )
    if row is None:
        raise Overtaken(now_("Whoever this was for is not here any more. Nothing was changed."))
    return Holder(kind, row)


def holder_of(grant: Grant) -> Holder:
    """Whose grant it is."""
    for kind in KINDS:
        row = getattr(grant, kind)
        if row is not None:
            return Holder(kind, row)
    raise LookupError(grant.pk)


def may_give(actor: Actor, kind: str) -> Decision:
    """Partners are a matter of the legal representatives, everybody else of administrators."""
    return decide(actor, "products.grant.partner" if kind == PARTNER else "products.grant.give")


def demand_giving(actor: Actor, holder: Holder) -> None:
    """Raises `Forbidden` when the actor may not change what this holder can reach."""
    decision = may_give(actor, holder.kind)
    if not decision:
        raise Forbidden(str(decision.reason))


def why_not_hold(holder: Holder) -> str:
    """Why nothing can be granted to it at all, or nothing."""
    row = holder.row
    if isinstance(row, Membership) and row.role in SEES_ALL:
        return now_(
            "%(person)s is %(role)s: that role manages every product already, without a grant."
        ) % {"person": row.user, "role": row.get_role_display()}
    if isinstance(row, PartnerContract) and row.access == PartnerContract.Access.FULL:
        return now_(
            "%(partner)s has full access already. Chosen products are for limited access."
        ) % {"partner": row.partner.name}
    return ""


def refuse_scope(holder: Holder, scopes: Sequence[str]) -> None:
    """Raises `Refused` when the holder can be given chosen products only, and more is asked."""
    if not holder.is_chosen_only or all(scope == Grant.Scope.PRODUCT for scope in scopes):
        return
    if holder.kind == PARTNER:
        raise Refused(
            now_("A partner with limited access gets chosen products only."), field="scope"
        )
    raise Refused(
        now_("%(person)s is external, and externals get chosen products only.")
        % {"person": holder.name},
        field="scope",
    )


def read_key(actor: Actor, key: str) -> Holder | None:
    """The holder that a form names (`team-7`); None for what is none, or another's."""
    kind, _dash, number = key.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) <= 18):
        return None
    return find_holder(actor, kind, int(number))


def who_could_hold(actor: Actor, looked_for: str = "") -> Iterator[Holder]:
    """People below administrators, teams and limited partners whose name holds that piece, the
    first 20 of each kind. Three queries at most."""
    piece = looked_for.replace("\0", "")
    people = rows_of(actor, MEMBER).exclude(role__in=SEES_ALL)
    people = people.filter(sort_name__contains=sort_name(piece))
    for row in people.order_by("sort_name", "id")[:FEW]:
        yield Holder(MEMBER, row)
    teams = rows_of(actor, TEAM).filter(name__icontains=piece.strip())
    for row in teams.order_by("name")[:FEW]:
        yield Holder(TEAM, row)
    if not decide(actor, "products.grant.partner"):
        return
    partners = rows_of(actor, PARTNER).filter(access=PartnerContract.Access.LIMITED)
    partners = partners.filter(partner__name__icontains=piece.strip())
    for row in partners.order_by("partner__name")[:FEW]:
        yield Holder(PARTNER, row)
