"""Products, whom they belong to, who may reach them, and how they are labelled."""

from products.models.contacts import Contact, ContactQuerySet
from products.models.grants import Grant, GrantQuerySet, Level
from products.models.products import (
    SEES_ALL,
    Ownership,
    Product,
    ProductIdentifier,
    ProductQuerySet,
)
from products.models.tags import ProductTag, Tag, TagQuerySet

__all__ = [
    "SEES_ALL",
    "Contact",
    "ContactQuerySet",
    "Grant",
    "GrantQuerySet",
    "Level",
    "Ownership",
    "Product",
    "ProductIdentifier",
    "ProductQuerySet",
    "ProductTag",
    "Tag",
    "TagQuerySet",
]
