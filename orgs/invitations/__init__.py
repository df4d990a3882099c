"""What an invitation promises, how it stands, and how many people can be invited at once."""

from orgs.invitations.standing import Standing, pending_count, with_standing
from orgs.invitations.wanted import Wanted

__all__ = ["Standing", "Wanted", "pending_count", "with_standing"]
