"""Letters about an Organization itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from console.shell.events import changes
from console.shell.letters import Letter, Occasion, letter
from orgs.models import Membership, Organization, Role

_LEADING = (Role.LEGAL_REPRESENTATIVE, Role.ADMINISTRATOR)


@letter("orgs.organization.changed")
@letter("orgs.logo.changed")
@letter("orgs.logo.removed")
def tell_who_leads(occasion: Occasion) -> Iterator[Letter]:
    """E13: what changed, from what to what, to every active legal representative and
    administrator, whoever changed it."""
    yield from _summaries(occasion, "orgs/organization_changed", _LEADING)


@letter("orgs.organization.secured")
def tell_who_represents(occasion: Occasion) -> Iterator[Letter]:
    """The same about a security rule, to every active legal representative."""
    yield from _summaries(occasion, "orgs/organization_secured", _LEADING[:1])


@letter("orgs.organization.closed")
def tell_who_closed(occasion: Occasion) -> Iterator[Letter]:
    """To whoever deleted it, and so was the last in it."""
    organization = cast("Organization", occasion.subject)
    member = cast("Membership", occasion.extra["member"])
    yield Letter(
        to=member.user.email,
        template="orgs/organization_closed",
        context={
            "person": member.user.full_name,
            "organization": organization.name,
            "closed_at": occasion.entry.created_at,
        },
        language=member.user.language,
        time_zone=member.user.time_zone,
        to_name=member.user.full_name,
    )


def _summaries(occasion: Occasion, template: str, roles: tuple[Role, ...]) -> Iterator[Letter]:
    organization = cast("Organization", occasion.subject)
    entry = occasion.entry
    found = changes(entry.event, entry.before, entry.after)
    members = Membership.objects.filter(
        organization=organization,
        role__in=roles,
        suspended_at__isnull=True,
        user__is_active=True,
    )
    for member in members.select_related("user").order_by("pk"):
        yield Letter(
            to=member.user.email,
            template=template,
            context={
                "person": member.user.full_name,
                "organization": organization.name,
                "slug": organization.slug,
                "changed_by": occasion.actor.name,
                "partner": occasion.actor.partner_name,
                "changes": found,
            },
            language=member.user.language,
            time_zone=member.user.time_zone,
            to_name=member.user.full_name,
        )
