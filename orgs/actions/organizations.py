"""Opening an Organization."""

from __future__ import annotations

import secrets
from dataclasses import replace
from typing import TYPE_CHECKING

from django.utils.text import slugify
from django.utils.translation import gettext as _

from console.shell.actions import Refused, action
from console.shell.actor import Actor
from console.shell.audit import record
from orgs.models import Membership, Organization, RetiredSlug, Role
from orgs.names import search_text, sort_name

if TYPE_CHECKING:
    from auth2fa.models import User

# More than a webmaster of many small clients needs, few enough to stop a script.
MOST_PER_PERSON = 50


@action
def open_organization(*, actor: Actor, name: str, kind: str, user: User) -> Organization:
    """Open an Organization in that name and make `user` its legal representative (G1.1, G16.2).

    Raises `Refused` when the person already represents 50.
    """
    represented = Membership.objects.filter(user=user, role=Role.LEGAL_REPRESENTATIVE)
    if represented.count() >= MOST_PER_PERSON:
        raise Refused(
            _("You already represent %(count)d organizations. Write to the support for more.")
            % {"count": MOST_PER_PERSON}
        )

    organization = Organization.objects.create(name=name, kind=kind, slug=_free_slug(name))
    membership = Membership.objects.create(
        organization=organization,
        user=user,
        role=Role.LEGAL_REPRESENTATIVE,
        role_given_by=str(user),
        sort_name=sort_name(user.full_name),
        search_text=search_text(user.full_name, user.email),
    )

    record(
        "orgs.organization.opened",
        _inside(actor, organization, membership),
        organization,
        after={"name": name, "kind": kind},
    )
    return organization


def _inside(actor: Actor, organization: Organization, membership: Membership) -> Actor:
    return replace(
        actor,
        user_id=membership.user_id,
        name=str(membership.user),
        organization_id=organization.pk,
        membership_id=membership.pk,
        role=membership.role,
    )


def _free_slug(name: str) -> str:
    """Nobody's now, and nobody's before: letters about a deleted one lead to no other."""
    stem = slugify(name)[:50].strip("-") or "organization"
    taken = Organization.objects.filter(slug=stem).exists()
    if not (taken or RetiredSlug.objects.filter(slug=stem).exists()):
        return stem
    return f"{stem}-{secrets.token_hex(3)}"
