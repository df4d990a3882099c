"""What Organizations tell the account of a person: how long to idle, which words are too near."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from orgs.models import Membership, Organization, Role

if TYPE_CHECKING:
    from auth2fa.models import User

# decisions, "Numbers": an idle session of a legal representative or administrator ends sooner.
IDLE_OF_ADMINISTRATORS = timedelta(hours=4)


def idle_limit(user: User) -> timedelta | None:
    """Four hours for whoever is legal representative or administrator anywhere."""
    high = Membership.objects.filter(
        user_id=user.pk,
        role__in=[Role.LEGAL_REPRESENTATIVE, Role.ADMINISTRATOR],
        suspended_at__isnull=True,
    )
    return IDLE_OF_ADMINISTRATORS if high.exists() else None


def organization_names(user: User) -> Iterable[str]:
    """The names of a person's Organizations do not belong in their password."""
    return Organization.objects.filter(memberships__user_id=user.pk).values_list("name", flat=True)
