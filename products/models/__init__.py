"""Products, whom they belong to, who may reach them, and what happens to them."""

from products.models.charges import Charge, ChargeQuerySet
from products.models.contacts import Contact, ContactQuerySet
from products.models.domains import (
    Domain,
    IncomingTransfer,
    IncomingTransferQuerySet,
    Notice,
    RegistrarOrder,
)
from products.models.grants import Grant, GrantQuerySet, Level
from products.models.moves import Move, MoveItem, MoveQuerySet
from products.models.products import (
    COMING,
    ELSEWHERE,
    UNMANAGED,
    Ownership,
    Product,
    ProductIdentifier,
    ProductQuerySet,
)
from products.models.registry import (
    OrderSecret,
    RegistryCommand,
    RegistryMessage,
    RegistryName,
)
from products.models.roles import CHOSEN_ONLY, SEES_ALL
from products.models.tags import ProductTag, Tag, TagQuerySet

__all__ = [
    "CHOSEN_ONLY",
    "COMING",
    "ELSEWHERE",
    "SEES_ALL",
    "UNMANAGED",
    "Charge",
    "ChargeQuerySet",
    "Contact",
    "ContactQuerySet",
    "Domain",
    "Grant",
    "GrantQuerySet",
    "IncomingTransfer",
    "IncomingTransferQuerySet",
    "Level",
    "Move",
    "MoveItem",
    "MoveQuerySet",
    "Notice",
    "OrderSecret",
    "Ownership",
    "Product",
    "ProductIdentifier",
    "ProductQuerySet",
    "ProductTag",
    "RegistrarOrder",
    "RegistryCommand",
    "RegistryMessage",
    "RegistryName",
    "Tag",
    "TagQuerySet",
]
