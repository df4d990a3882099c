"""Who was in an Organization and is not any more."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from orgs.models.memberships import Role
from orgs.models.organizations import Organization

if TYPE_CHECKING:
    from console.shell.actor import Actor


class FormerMemberQuerySet(models.QuerySet["FormerMember"]):
    """Former members, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the Organization the actor is in; who may open the list is the policy's line."""
        return self.filter(organization_id=actor.here)


class FormerMember(models.Model):
    """A person who was removed, or left.

    For 30 days `snapshot` keeps what an invitation back would give again: by the name of each
    follower, never a credential. Then it is emptied and `forgotten_at` says when.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="former_members")
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    email = models.EmailField(max_length=254)
    full_name = models.CharField(max_length=200)
    role = models.CharField(max_length=20, choices=Role)
    has_accounting = models.BooleanField(default=False)
    # The number of the membership that ended, so that its old addresses lead on to this row.
    member_id = models.BigIntegerField(default=0)
    was_suspended = models.BooleanField(default=False)
    has_left = models.BooleanField(default=False)
    snapshot = models.JSONField(default=dict)
    removed_at = models.DateTimeField(default=timezone.now)
    removed_by = models.CharField(max_length=254)
    forgotten_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[FormerMember]] = FormerMemberQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organization", "-removed_at", "id"], name="former_by_time"),
            models.Index(
                fields=["removed_at"],
                condition=models.Q(forgotten_at__isnull=True),
                name="former_remembered",
            ),
            models.Index(fields=["organization", "member_id"], name="former_by_member"),
            models.Index(fields=["organization", "user", "-removed_at"], name="former_by_person"),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email
