"""How an offer reaches the other side."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from console.shell.actor import Actor
from orgs.models import Membership, Organization
from orgs.policy import TABLE
from products.moving.standing import PERMISSION

LINK, MAIL, PLACE = "link", "email", "organization"
WAYS = {
    LINK: _("A link to copy"),
    MAIL: _("A link by e-mail"),
    PLACE: _("To another organization of mine"),
}


def memberships_taking(actor: Actor, *, beside: int) -> list[Membership]:
    """Where the person may take products in, by name; never the Organization `beside`, which
    offers them. A partner acts in no client here: only one's own Organizations count."""
    rows = Membership.objects.filter(
        user_id=actor.person,
        user__is_active=True,
        suspended_at=None,
        role__in=TABLE[PERMISSION].roles,
    )
    found = rows.exclude(organization_id=beside).select_related("organization", "user")
    return list(found.order_by("organization__name", "pk"))


def places_to_send(actor: Actor) -> list[Organization]:
    """Other Organizations that the actor represents or administers."""
    return [each.organization for each in memberships_taking(actor, beside=actor.here)]
