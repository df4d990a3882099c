"""The port by which mail and billing say what follows a product: `products` loops over it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from orgs.following import Line, Objection
from orgs.models import Organization
from products.models import Product


class ProductFollower:
    """One kind of thing that hangs on a product. Each method does nothing by itself; `describe`
    and `object` only look, the others change state inside the action that asks."""

    def describe(self, product: Product, step: str) -> Sequence[Line]:
        """What `block`, `unblock`, `move` or `end` means to it, in sentences with counts."""
        return ()

    def object(self, product: Product, step: str) -> Sequence[Objection]:
        """What stands against it."""
        return ()

    def blocked(self, product: Product) -> None:
        """Its management was blocked."""

    def unblocked(self, product: Product) -> None:
        """Its management is open again."""

    def moved(self, product: Product, former: Organization) -> None:
        """It came from the Organization `former` to the one it has now."""

    def ended(self, product: Product) -> None:
        """It is terminated."""


_followers: dict[str, ProductFollower] = {}


def register(name: str, follower: ProductFollower) -> None:
    """Add a kind of thing, by its full name (`mail.addresses`); twice is a mistake."""
    if name in _followers:
        raise ValueError(f"{name} follows already")
    _followers[name] = follower


def followers() -> Iterator[tuple[str, ProductFollower]]:
    """All that is registered, by name."""
    yield from _followers.items()


def lines(product: Product, step: str) -> list[Line]:
    """Everything that the step means, from every app."""
    return [line for _name, each in followers() for line in each.describe(product, step)]


def objections(product: Product, step: str) -> list[Objection]:
    """Everything that stands against the step."""
    return [found for _name, each in followers() for found in each.object(product, step)]
