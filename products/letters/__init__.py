"""What this app says by e-mail; each file registers its writers."""

from products.letters import blocks, grants  # noqa: F401
