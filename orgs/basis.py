"""What a decision rests on, in sentences, and who could change it."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from django.db import models
from django.utils.functional import Promise, lazy
from django.utils.translation import gettext_lazy as _

from console.shell.actor import PARTNER_LIMITED, SYSTEM, Actor
from console.shell.decision import Basis, Decision, Helper
from orgs.models import Membership, PartnerContract, Role
from orgs.reach import members_who_may
from orgs.roles import GIVES, role_label

if TYPE_CHECKING:
    from orgs.policy import Rule


def of_actor(actor: Actor) -> Basis:
    """The row that makes the actor what they are: a membership or a partner contract.

    Who gave it and when is read only where it is shown, by `with_giver`.
    """
    if actor.role == SYSTEM:
        return Basis("system", _("The console itself"))
    if actor.is_partner:
        return Basis("partner_contract", role_label(actor.role), actor.partner_id)
    return Basis("membership", role_label(actor.role), actor.membership_id)


def with_giver(actor: Actor, decision: Decision) -> tuple[Basis, ...]:
    """The bases of a decision with who gave each and when, read from their rows."""
    return tuple(_with_giver(actor, basis) for basis in decision.because)


def _with_giver(actor: Actor, basis: Basis) -> Basis:
    if basis.kind == "membership":
        row = Membership.objects.filter(pk=basis.row_id or 0, organization_id=actor.here).first()
        if row:
            return Basis(basis.kind, basis.sentence, row.pk, row.role_given_by, row.role_given_at)
    if basis.kind == "partner_contract":
        contract = PartnerContract.objects.filter(
            organization_id=actor.here, partner_id=basis.row_id
        ).first()
        if contract:
            return Basis(
                basis.kind, basis.sentence, contract.pk, contract.given_by, contract.given_at
            )
    return basis


def approval(actor: Actor, rule: Rule) -> Promise | str:
    """The sentence of a yes."""
    if actor.role not in rule.roles:
        return _("The accounting right includes this.")
    if actor.is_partner:
        return _("Your organization's partner contract includes this.")
    return _filled(_("The role “%(role)s” includes this."), role=role_label(actor.role))


def refusal(actor: Actor, rule: Rule) -> Promise | str:
    """The sentence of a no: what is lacking, by name."""
    if actor.role == PARTNER_LIMITED:
        return _("Your organization was given chosen products only; this is not among them.")
    if actor.is_partner:
        return _("A partner never does this inside a client's organization.")
    if rule.with_accounting:
        return _("This needs the accounting right.")
    if not actor.role:
        return _("You are not active in this organization.")
    lowest = next((role for role in reversed(Role.values) if role in rule.roles), None)
    return _filled(
        _("This needs the role “%(needed)s”; yours is “%(role)s”."),
        needed=role_label(lowest) if lowest else "–",
        role=role_label(actor.role),
    )


def holders(
    actor: Actor, rule: Rule, subject: models.Model | None, viewer: Actor
) -> Sequence[Helper]:
    """Who may do it themselves, on that very object; at most five."""
    return _told(actor, viewer, who_may(rule, subject, viewer))


def who_may(rule: Rule, subject: models.Model | None, viewer: Actor) -> models.QuerySet[Membership]:
    """Active members who may, as far as the viewer may know it: to whom an object was granted
    is told to those who give access (`products.grant.list`), to others only who has the role."""
    rows = members_who_may(rule, viewer.organization_id, subject)
    if rule.rests_on is None or GIVES.get(viewer.role):
        return rows
    return rows.filter(role__in=[Role.LEGAL_REPRESENTATIVE, Role.ADMINISTRATOR])


def givers(actor: Actor, rule: Rule, viewer: Actor) -> Sequence[Helper]:
    """Who could give the actor a role that carries it (or take it); at most five.

    That is whoever may give one of the roles of the rule and may touch the actor's own.
    """
    roles = [
        role
        for role in Role.values
        if GIVES.get(role, frozenset()) & _carrying(rule) and actor.role in GIVES[role]
    ]
    rows = Membership.objects.filter(
        organization_id=actor.here, role__in=roles, suspended_at__isnull=True
    )
    return _told(actor, viewer, rows.order_by("role_rank", "sort_name", "id"))


def _carrying(rule: Rule) -> frozenset[str]:
    return rule.roles | ({Role.COLLABORATOR} if rule.with_accounting else frozenset())


def _told(actor: Actor, viewer: Actor, rows: models.QuerySet[Membership]) -> Sequence[Helper]:
    """Names as far as the viewer may know them: an external sees nobody but themselves, a
    collaborator no addresses (decisions, "Who may look")."""
    if viewer.role in {Role.EXTERNAL, PARTNER_LIMITED, ""}:
        return ()
    sees_addresses = viewer.role != Role.COLLABORATOR
    return [
        Helper(row.user.full_name, row.user.email if sees_addresses else "", role_label(row.role))
        for row in rows.exclude(user_id=actor.person).select_related("user")[:5]
    ]


def _fill(sentence: Promise, **words: str | Promise) -> str:
    return str(sentence) % {key: str(word) for key, word in words.items()}


# A sentence whose words are put in when it is shown, in the reader's language. The class behind
# it is made once: every page asks the gate several times.
_filled = lazy(_fill, str)
