"""What Organizations tell the account of a person: how long to idle, which words are too near."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING

from orgs.idling import hours_of
from orgs.models import Organization

if TYPE_CHECKING:
    from auth2fa.models import User


def idle_limit(user: User) -> timedelta:
    """The strictest rule of the person's Organizations; acts on their next request."""
    return timedelta(hours=hours_of(user.pk))


def organization_names(user: User) -> Iterable[str]:
    """The names of a person's Organizations do not belong in their password."""
    return Organization.objects.filter(memberships__user_id=user.pk).values_list("name", flat=True)
