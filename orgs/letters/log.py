"""Where the log stands, for those who represent the Organization. No event causes it."""

from __future__ import annotations

from collections.abc import Iterator

from console.shell.letters import Letter
from orgs.models import Membership, Organization, Role


def where_the_log_stands(organization: Organization, *, number: int, seal: str) -> Iterator[Letter]:
    """To every active legal representative: the number of the last entry, and its hash."""
    representatives = Membership.objects.filter(
        organization=organization,
        role=Role.LEGAL_REPRESENTATIVE,
        suspended_at=None,
        user__is_active=True,
    )
    for each in representatives.select_related("user").order_by("pk"):
        yield Letter(
            to=each.user.email,
            template="orgs/log_sealed",
            context={
                "person": each.user.full_name,
                "organization": organization.name,
                "slug": organization.slug,
                "number": number,
                "seal": seal,
            },
            language=each.user.language,
            time_zone=each.user.time_zone,
            to_name=each.user.full_name,
        )
