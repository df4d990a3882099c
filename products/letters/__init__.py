"""What this app says by e-mail; each file registers its writers."""

from products.letters import (  # noqa: F401
    blocks,
    domains,
    grants,
    holders,
    moves,
    releases,
    renewals,
    transfers,
)
