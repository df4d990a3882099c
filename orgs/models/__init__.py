"""Organizations, who belongs to them, who is asked to, and who did."""

from orgs.models.invitations import Invitation, InvitationTeam
from orgs.models.memberships import (
    Membership,
    MembershipQuerySet,
    Role,
    Team,
    TeamMembership,
    names_of_teams,
)
from orgs.models.organizations import (
    Logo,
    Organization,
    OrganizationQuerySet,
    PartnerContract,
    RetiredSlug,
)
from orgs.models.preferences import ContactPreference
from orgs.models.removals import FormerMember
from orgs.models.suspensions import CutChannel, Suspension, SuspensionQuerySet

__all__ = [
    "ContactPreference",
    "CutChannel",
    "FormerMember",
    "Invitation",
    "InvitationTeam",
    "Logo",
    "Membership",
    "MembershipQuerySet",
    "Organization",
    "OrganizationQuerySet",
    "PartnerContract",
    "RetiredSlug",
    "Role",
    "Suspension",
    "SuspensionQuerySet",
    "Team",
    "TeamMembership",
    "names_of_teams",
]
