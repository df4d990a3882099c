"""The Organizations a person can go to."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from django.db.models import F
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from console.shell.actor import Actor
from orgs.models import Membership, Organization, PartnerContract
from orgs.roles import role_label


@dataclass(frozen=True, slots=True)
class Place:
    """One line of the switcher."""

    name: str
    slug: str
    href: str
    role: str | Promise
    is_suspended: bool
    through: str = ""
    logo_digest: str = ""


def places_of(actor: Actor) -> list[Place]:
    """Own Organizations by name, then clients; two queries."""
    own = (
        Membership.objects.filter(user_id=actor.person)
        .select_related("organization")
        .order_by("organization__name", "id")
    )
    contracts = (
        PartnerContract.objects.open_to(actor.person)
        .select_related("organization", "partner")
        .order_by("organization__name", "id")
    )
    mine = [
        _place(row.organization, row.role, is_suspended=row.suspended_at is not None) for row in own
    ]
    slugs = {place.slug for place in mine}
    clients = [
        Place(
            contract.organization.name,
            contract.organization.slug,
            _home(contract.organization.slug),
            role_label(f"partner_{contract.access}"),
            False,
            contract.partner.name,
            contract.organization.logo_digest,
        )
        for contract in contracts
        if contract.organization.slug not in slugs
    ]
    return mine + clients


def first_place_of(actor: Actor) -> str | None:
    """The Organization somebody lands in: where they were seen last, never a suspended one."""
    return (
        Membership.objects.filter(user_id=actor.person, suspended_at__isnull=True)
        .order_by(F("last_seen_at").desc(nulls_last=True), "id")
        .values_list("organization__slug", flat=True)
        .first()
    )


def _place(here: Organization, role: str, *, is_suspended: bool) -> Place:
    label: Any = _("Suspended") if is_suspended else role_label(role)
    # Who is suspended may not read the picture.
    digest = "" if is_suspended else here.logo_digest
    return Place(here.name, here.slug, _home(here.slug), label, is_suspended, logo_digest=digest)


def _home(slug: str) -> str:
    return reverse("home", kwargs={"organization": slug})
