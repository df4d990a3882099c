"""Carrying products over: which rows go along, which end, and what is written anew."""

from __future__ import annotations

from collections.abc import Sequence

from django.db.models import F, Model

from orgs.models import Organization
from products import following
from products.contact_cards import FIELDS
from products.models import (
    Contact,
    Domain,
    Grant,
    IncomingTransfer,
    MoveItem,
    Notice,
    Ownership,
    Product,
    ProductIdentifier,
    ProductTag,
    RegistrarOrder,
)
from products.ownership import note_facts

# Every table with a product and an Organization stands in one of these three.
FOLLOWING: tuple[type[Model], ...] = (
    Domain,
    IncomingTransfer,
    Notice,
    Ownership,
    ProductIdentifier,
    RegistrarOrder,
)
ENDING: tuple[type[Model], ...] = (Grant, ProductTag)
STAYING: tuple[type[Model], ...] = (MoveItem,)


def carry_over(
    products: Sequence[Product], former: Organization, receiver: Organization, *, by: str
) -> None:
    """Give the products, with everything that belongs to them, to `receiver`.

    To be asked under the locks of both Organizations and of the products. Manager and payer
    become the receiver; the holder stays, on a card of the receiver. What was paid stays a bill
    of the former Organization, and no row that goes over points back at it or names its people.
    """
    ids = [each.pk for each in products]
    for model in ENDING:
        model._base_manager.filter(product__in=ids).delete()
    for model in FOLLOWING:
        model._base_manager.filter(product__in=ids).update(organization=receiver)
    orders = RegistrarOrder.objects.filter(product__in=ids)
    orders.update(charge=None, asked_by=None, asked_by_name="", new_holder=None)
    transfers = IncomingTransfer.objects.filter(product__in=ids)
    transfers.update(charge=None, asked_by=None, asked_by_name="")

    blocked = [each for each in products if each.blocked_at is not None]
    cards = _cards([each.holder for each in products], receiver)
    for each in products:
        each.organization, each.payer = receiver, None
        each.holder = cards[each.holder_id]
        each.blocked_at, each.blocked_by, each.blocked_because = None, "", ""
    fields = ["organization", "payer", "holder", "blocked_at", "blocked_by", "blocked_because"]
    Product.objects.bulk_update(products, fields)
    Product.objects.filter(pk__in=ids).update(version=F("version") + 1)
    note_facts(products, by=by, facts=(Ownership.Fact.MANAGER, Ownership.Fact.PAYER))
    for _name, follower in following.followers():
        for each in blocked:
            follower.unblocked(each)
        for each in products:
            follower.moved(each, former)


def _cards(cards: Sequence[Contact], receiver: Organization) -> dict[int, Contact]:
    """A card of the receiver for each, by the number of the former one: the same words, and no
    second card where the receiver has one that says the same."""
    found: dict[int, Contact] = {}
    for card in cards:
        if card.pk in found:
            continue
        words = {name: getattr(card, name) for name in FIELDS}
        known = Contact.objects.filter(organization=receiver, **words).order_by("pk").first()
        found[card.pk] = known or Contact.objects.create(organization=receiver, **words)
    return found
