"""Letters about who is not in an Organization any more."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, cast

from console.shell.letters import Letter, Occasion, letter
from orgs.models import FormerMember, Membership, Role
from orgs.removal import KEPT
from orgs.roles import role_label


@letter("orgs.member.removed")
def tell_the_removed(occasion: Occasion) -> Iterator[Letter]:
    """What happened, by whom, and whom to ask; it goes whatever the person had chosen."""
    yield _to_the_person("orgs/member_removed", occasion)


@letter("orgs.member.removed")
def tell_the_representatives_of_a_removed_one(occasion: Occasion) -> Iterator[Letter]:
    """Row 44: when a legal representative was removed, every other active one learns it at once,
    whoever did it too: a stolen session must not stay unnoticed."""
    if occasion.entry.before["role"] == Role.LEGAL_REPRESENTATIVE:
        yield from _to_representatives("orgs/member_removed_notice", occasion)


@letter("orgs.member.left")
def tell_who_left(occasion: Occasion) -> Iterator[Letter]:
    """A confirmation."""
    yield _to_the_person("orgs/member_left", occasion)


@letter("orgs.member.left")
def tell_the_representatives_of_a_leaver(occasion: Occasion) -> Iterator[Letter]:
    """Every active legal representative who stays."""
    yield from _to_representatives("orgs/member_left_notice", occasion)


def _to_the_person(template: str, occasion: Occasion) -> Letter:
    membership = cast("Membership", occasion.subject)
    return Letter(
        to=membership.user.email,
        template=template,
        context={"person": membership.user.full_name, **_facts(occasion)},
        language=membership.user.language,
        time_zone=membership.user.time_zone,
        to_name=membership.user.full_name,
    )


def _to_representatives(template: str, occasion: Occasion) -> Iterator[Letter]:
    gone = cast("Membership", occasion.subject)
    readers = Membership.objects.filter(
        organization_id=gone.organization_id,
        role=Role.LEGAL_REPRESENTATIVE,
        suspended_at__isnull=True,
        user__is_active=True,
    ).exclude(user_id=gone.user_id)
    for reader in readers.select_related("user").order_by("pk"):
        yield Letter(
            to=reader.user.email,
            template=template,
            context={
                "reader": reader.user.full_name,
                "person": gone.user.full_name,
                "email": gone.user.email,
                **_facts(occasion),
            },
            language=reader.user.language,
            time_zone=reader.user.time_zone,
            to_name=reader.user.full_name,
        )


def _facts(occasion: Occasion) -> dict[str, Any]:
    former = cast("FormerMember", occasion.extra["former"])
    return {
        "organization": former.organization.name,
        "slug": former.organization.slug,
        "by": occasion.actor.name,
        "partner": occasion.actor.partner_name,
        "role": role_label(former.role),
        "removed_at": former.removed_at,
        "until": former.removed_at + KEPT,
    }
