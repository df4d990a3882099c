"""What this app says by e-mail; each file registers its writers."""

from orgs.letters import invitations, joining, members, organizations, removals  # noqa: F401
