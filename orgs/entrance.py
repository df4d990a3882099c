"""The door of an Organization: whether somebody may come in, and as what.

One function answers, for the requests that come (`orgs.middleware`) and for whoever wants to
know whether it would (`orgs.followers.sessions`): a test that asked anything else would prove
nothing.
"""

from __future__ import annotations

from dataclasses import dataclass

from console.shell.prepared import Prepared, Slot
from orgs.models import Membership, Organization, PartnerContract

_MEMBERSHIP = Prepared[Membership](
    lambda: Membership.objects.select_related("organization").filter(
        user_id=Slot("person"), organization__slug=Slot("slug")
    )[:1]
)


@dataclass(frozen=True, slots=True)
class Entrance:
    """What the door answers: through a membership, a partner contract, or not at all.

    `organization` is None where there is none of that name.
    """

    organization: Organization | None = None
    membership: Membership | None = None
    contract: PartnerContract | None = None

    @property
    def is_suspended(self) -> bool:
        """A member whom the door keeps out for now."""
        return self.membership is not None and self.membership.suspended_at is not None

    @property
    def is_open(self) -> bool:
        """Whether the person comes in."""
        if self.membership is not None:
            return not self.is_suspended
        return self.contract is not None


def ask_at_the_door(*, person: int, slug: str) -> Entrance:
    """The answer to this person (the number of their account) at this Organization, now.

    One query for a member. Only who is no member is looked up as a partner: a legal
    representative or administrator of an Organization that the client authorized. Nothing is
    written.
    """
    membership = _MEMBERSHIP.first(person=person, slug=slug)
    if membership is not None:
        return Entrance(membership.organization, membership=membership)
    contract = (
        PartnerContract.objects.open_to(person)
        .select_related("organization", "partner")
        .filter(organization__slug=slug)
        .first()
    )
    if contract is not None:
        return Entrance(contract.organization, contract=contract)
    return Entrance(Organization.objects.filter(slug=slug).first())
