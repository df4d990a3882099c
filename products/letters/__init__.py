"""What this app says by e-mail; each file registers its writers."""

from products.letters import blocks, domains, grants  # noqa: F401
