"""The same person on either side of a move."""

from __future__ import annotations

from dataclasses import replace

from console.shell.actor import Actor
from orgs.models import Organization


def beside(actor: Actor, organization: Organization) -> Actor:
    """The same person in the log of the other side, by name and without a role there."""
    return replace(
        actor,
        organization_id=organization.pk,
        membership_id=None,
        role="",
        has_accounting=False,
    )
