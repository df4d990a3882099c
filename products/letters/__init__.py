"""What this app says by e-mail; each file registers its writers."""

from products.letters import grants  # noqa: F401
