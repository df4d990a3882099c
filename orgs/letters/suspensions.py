"""Letters about being kept out, let in again, and securing one's own account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from console.shell.letters import Letter, Occasion, letter
from orgs.models import Membership, Role
from orgs.procedure import steps
from orgs.roles import role_label

ASKED_AT_MOST = 3


@letter("orgs.member.suspended")
def tell_the_suspended(occasion: Occasion) -> Iterator[Letter]:
    """What happened, by whom, and whom to ask. Never the reason: it may be an inquiry.

    Externals see nobody else of the Organization, so they are told no further names.
    """
    membership = cast("Membership", occasion.subject)
    yield _to(
        membership,
        "orgs/member_suspended",
        membership,
        suspended_by=occasion.actor.name,
        suspended_at=membership.suspended_at,
        to_ask=_whom_to_ask(membership),
    )


@letter("orgs.member.suspended")
def tell_the_other_representatives(occasion: Occasion) -> Iterator[Letter]:
    """A legal representative was suspended: every other active one is told at once."""
    membership = cast("Membership", occasion.subject)
    if membership.role != Role.LEGAL_REPRESENTATIVE:
        return
    others = Membership.objects.filter(
        organization_id=membership.organization_id,
        role=Role.LEGAL_REPRESENTATIVE,
        suspended_at__isnull=True,
        user__is_active=True,
    ).exclude(user_id=occasion.actor.person)
    for other in others.exclude(pk=membership.pk).select_related("user").order_by("pk"):
        yield _to(
            other,
            "orgs/representative_suspended",
            membership,
            suspended=membership.user.full_name,
            suspended_by=occasion.actor.name,
            suspended_at=membership.suspended_at,
            membership_id=membership.pk,
        )


@letter("orgs.member.lifted")
def tell_the_lifted(occasion: Occasion) -> Iterator[Letter]:
    """They may come in again, as what they were."""
    membership = cast("Membership", occasion.subject)
    yield _to(
        membership,
        "orgs/member_lifted",
        membership,
        lifted_by=occasion.actor.name,
        role=role_label(membership.role),
        teams=membership.team_names,
    )


@letter("orgs.member.procedure_sent")
def ask_to_secure(occasion: Occasion) -> Iterator[Letter]:
    """The steps, each with the page where it is done."""
    membership = cast("Membership", occasion.subject)
    yield _to(
        membership,
        "orgs/procedure_sent",
        membership,
        sent_by=occasion.actor.name,
        steps=steps(),
    )


def _to(reader: Membership, template: str, about: Membership, **context: object) -> Letter:
    return Letter(
        to=reader.user.email,
        template=template,
        context={
            "person": reader.user.full_name,
            "organization": about.organization.name,
            "slug": about.organization.slug,
            **context,
        },
        language=reader.user.language,
        time_zone=reader.user.time_zone,
        to_name=reader.user.full_name,
    )


def _whom_to_ask(membership: Membership) -> list[str]:
    """Active administrators by name, highest first."""
    if membership.role == Role.EXTERNAL:
        return []
    rows = Membership.objects.filter(
        organization_id=membership.organization_id,
        role__in=[Role.LEGAL_REPRESENTATIVE, Role.ADMINISTRATOR],
        suspended_at__isnull=True,
        user__is_active=True,
    ).exclude(pk=membership.pk)
    found = rows.select_related("user").order_by("role_rank", "sort_name", "id")
    return [row.user.full_name for row in found[:ASKED_AT_MOST]]
