"""Products on their way from one Organization to another (GX.1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils import timezone

from orgs.models import Membership, Organization
from products.models.products import Product

if TYPE_CHECKING:
    from console.shell.actor import Actor


NOT_ANSWERED = Q(accepted_at=None, refused_at=None, withdrawn_at=None)
"""Neither accepted, nor refused, nor withdrawn; the time for it may be over."""


class MoveQuerySet(models.QuerySet["Move"]):
    """Moves, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those that leave the Organization the actor is in, and those that were sent to it."""
        return self.filter(Q(organization_id=actor.here) | Q(receiver_id=actor.here))

    def open(self) -> Self:
        """Neither accepted, nor refused, nor withdrawn; it may have run out."""
        return self.filter(NOT_ANSWERED)


class Move(models.Model):
    """Some products offered to another Organization: by link, by e-mail, or to a named one.

    Users, teams and grants do not follow; who accepts must be an administrator there.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="moves_out")
    receiver = models.ForeignKey(
        Organization, models.CASCADE, null=True, blank=True, related_name="moves_in"
    )
    email = models.EmailField(max_length=254, blank=True)
    token_digest = models.CharField(max_length=64, unique=True)
    offered_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    offered_by_name = models.CharField(max_length=254)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    refused_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    ended_by = models.CharField(max_length=254, blank=True)

    objects: ClassVar[models.Manager[Move]] = MoveQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organization", "-created_at", "id"], name="move_by_time"),
            models.Index(fields=["receiver", "-created_at", "id"], name="move_by_receiver"),
        ]

    def __str__(self) -> str:
        return f"{self.organization} → {self.receiver or self.email or '…'}"


class MoveItem(models.Model):
    """One product of a move; in one open move at a time (`is_open` follows the move)."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    move = models.ForeignKey(Move, models.CASCADE, related_name="items")
    product = models.ForeignKey(
        Product, models.SET_NULL, null=True, blank=True, related_name="move_items"
    )
    product_name = models.CharField(max_length=253)
    is_open = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product"], condition=models.Q(is_open=True), name="one_move_at_a_time"
            )
        ]

    def __str__(self) -> str:
        return self.product_name
