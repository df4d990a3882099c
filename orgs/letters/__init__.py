"""What this app says by e-mail; each file registers its writers."""

from orgs.letters import (  # noqa: F401
    invitations,
    joining,
    members,
    organizations,
    removals,
    suspensions,
)
