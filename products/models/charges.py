"""Money that something costs: what is owed for one step, and that it was settled."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.utils import timezone

from orgs.models import Organization

if TYPE_CHECKING:
    from console.shell.actor import Actor


class ChargeQuerySet(models.QuerySet["Charge"]):
    """Charges, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the Organization the actor is in; who may look is the policy's line."""
        return self.filter(organization_id=actor.here)


class Charge(models.Model):
    """One price for one step, at most once (`key`): asked twice, the same charge answers.

    What is not carried out is given back (`returned_at`) and not owed.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="charges")
    key = models.CharField(max_length=120, unique=True)
    purpose = models.CharField(max_length=40)
    # Names, so that it can be read when the product is gone.
    product_name = models.CharField(max_length=253)
    amount = models.DecimalField(max_digits=12, decimal_places=2)
    currency = models.CharField(max_length=3)
    source = models.URLField(max_length=300)
    created_by = models.CharField(max_length=254)
    created_at = models.DateTimeField(default=timezone.now)
    settled_at = models.DateTimeField(null=True, blank=True)
    returned_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Charge]] = ChargeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(amount__gte=0), name="charge_is_not_negative")
        ]
        indexes = [models.Index(fields=["organization", "-created_at"], name="charge_by_time")]

    def __str__(self) -> str:
        return f"{self.purpose} {self.product_name}"
