"""The logo of an Organization."""

from __future__ import annotations

import hashlib

from django.utils import timezone

from console.shell.actions import Forbidden, action
from console.shell.actor import Actor
from console.shell.audit import record
from orgs import policy
from orgs.holding import enter
from orgs.models import Logo, Organization


@action
def change_logo(*, actor: Actor, logo: bytes) -> Organization:
    """Put `logo`, a PNG made by `orgs.pictures`, in the place of the one before (GX.7).

    Raises `Forbidden` when the actor's right is gone. The same picture again: no trace.
    """
    organization = _hold(actor)
    digest, before = hashlib.sha256(logo).hexdigest(), organization.logo_digest
    if digest == before:
        return organization

    Logo.objects.update_or_create(
        organization=organization,
        defaults={
            "content": logo,
            "content_type": "image/png",
            "digest": digest,
            "changed_at": timezone.now(),
        },
    )
    organization.logo_digest = digest
    organization.save(update_fields=["logo_digest"])

    record(
        "orgs.logo.changed", actor, organization, before={"logo": before}, after={"logo": digest}
    )
    return organization


@action
def remove_logo(*, actor: Actor) -> Organization:
    """Show the initials again. Without a logo: no trace. Raises `Forbidden`."""
    organization = _hold(actor)
    before = organization.logo_digest
    if not before:
        return organization

    Logo.objects.filter(organization=organization).delete()
    organization.logo_digest = ""
    organization.save(update_fields=["logo_digest"])

    record("orgs.logo.removed", actor, organization, before={"logo": before}, after={"logo": ""})
    return organization


def _hold(actor: Actor) -> Organization:
    organization = enter(actor)
    decision = policy.decide(actor, "orgs.organization.edit")
    if not decision:
        raise Forbidden(str(decision.reason))
    return organization
