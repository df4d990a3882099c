"""Who is acting, in which Organization, with which membership, from where."""

from __future__ import annotations

from dataclasses import dataclass

SYSTEM = "system"
PARTNER_FULL = "partner_full"
PARTNER_LIMITED = "partner_limited"


@dataclass(frozen=True, slots=True)
class Actor:
    """Plain values only, so that an action never meets a request.

    `role` is a member's role, one of the two partner roles, `system`, or empty outside
    an Organization. `credential` names what the person proved themselves with.
    """

    user_id: int | None
    name: str = ""
    organization_id: int | None = None
    membership_id: int | None = None
    role: str = ""
    has_accounting: bool = False
    partner_id: int | None = None
    partner_name: str = ""
    credential: str = ""
    ip: str | None = None
    request_id: str = ""
    # The number of the entry of the log that is being taken back.
    undoes: int | None = None

    @classmethod
    def system(cls, organization_id: int | None = None) -> Actor:
        """The console itself, for timed jobs."""
        return cls(user_id=None, name="Regie", organization_id=organization_id, role=SYSTEM)

    @property
    def here(self) -> int:
        """The Organization, for a query; 0, which no row has, outside one."""
        return self.organization_id or 0

    @property
    def person(self) -> int:
        """The person, for a query; 0, which no row has, for the console itself."""
        return self.user_id or 0

    @property
    def is_partner(self) -> bool:
        """Whether they act inside a client through their own Organization."""
        return self.role in {PARTNER_FULL, PARTNER_LIMITED}
