"""Who somebody is in an Organization they come into: as its member, or for their own one."""

from __future__ import annotations

from dataclasses import replace

from console.shell.actor import PARTNER_FULL, PARTNER_LIMITED, Actor
from orgs.models import Membership, Organization, PartnerContract


def as_member(actor: Actor, membership: Membership) -> Actor:
    """The person in the Organization of this membership of theirs."""
    return replace(
        actor,
        organization_id=membership.organization_id,
        membership_id=membership.pk,
        role=membership.role,
        has_accounting=membership.has_accounting,
    )


def as_partner(actor: Actor, contract: PartnerContract) -> Actor:
    """The person in a client, through their own Organization."""
    is_full = contract.access == PartnerContract.Access.FULL
    return replace(
        actor,
        organization_id=contract.organization_id,
        role=PARTNER_FULL if is_full else PARTNER_LIMITED,
        partner_id=contract.partner_id,
        partner_name=contract.partner.name,
    )


def everywhere(actor: Actor) -> list[tuple[Organization, Actor]]:
    """Every Organization whose door is open to the person (`orgs.entrance`), by name, and who
    they are in it; two queries."""
    person = Actor(user_id=actor.user_id, name=actor.name)
    memberships = Membership.objects.filter(user_id=actor.person).select_related("organization")
    contracts = PartnerContract.objects.open_to(actor.person)
    found: dict[int, tuple[Organization, Actor] | None] = {}
    for membership in memberships:
        # A member who is suspended is kept out, whatever contract there is beside.
        is_out = membership.suspended_at is not None
        way = None if is_out else (membership.organization, as_member(person, membership))
        found[membership.organization_id] = way
    for contract in contracts.select_related("organization", "partner").order_by("pk"):
        way = (contract.organization, as_partner(person, contract))
        found.setdefault(contract.organization_id, way)
    ways = [way for way in found.values() if way is not None]
    return sorted(ways, key=lambda way: (way[0].name.casefold(), way[0].pk))
