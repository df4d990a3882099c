"""Suspensions of members, and what each cut."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.utils import timezone

from orgs.models.memberships import Membership
from orgs.models.organizations import Organization

if TYPE_CHECKING:
    from console.shell.actor import Actor


class SuspensionQuerySet(models.QuerySet["Suspension"]):
    """Suspensions, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the Organization the actor is in; who may open one is the policy's line."""
        return self.filter(organization_id=actor.here)


class Suspension(models.Model):
    """One time that one member was kept out; the record of the incident.

    It outlives the membership, so it carries the name.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="suspensions")
    membership = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="suspensions"
    )
    person_id = models.BigIntegerField()
    person_name = models.CharField(max_length=254)
    reason = models.CharField(max_length=300, blank=True)
    began_at = models.DateTimeField(default=timezone.now)
    began_by = models.CharField(max_length=254)
    lifted_at = models.DateTimeField(null=True, blank=True)
    lifted_by = models.CharField(max_length=254, blank=True)

    objects: ClassVar[models.Manager[Suspension]] = SuspensionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["membership"],
                condition=models.Q(lifted_at__isnull=True),
                name="one_open_suspension_each",
            )
        ]
        indexes = [
            models.Index(fields=["organization", "-began_at", "id"], name="suspension_by_time")
        ]

    def __str__(self) -> str:
        return self.person_name


class CutChannel(models.Model):
    """One way in that a suspension cut: how many of it there were, and when its server was
    first seen to refuse. `closed_at` empty: not observed."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    suspension = models.ForeignKey(Suspension, models.CASCADE, related_name="channels")
    name = models.CharField(max_length=60)
    count = models.PositiveIntegerField(default=0)
    closed_at = models.DateTimeField(null=True, blank=True)
    checked_at = models.DateTimeField(null=True, blank=True)
    is_closed = models.BooleanField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["suspension", "name"], name="one_cut_a_channel")
        ]

    def __str__(self) -> str:
        return f"{self.suspension}: {self.name}"
