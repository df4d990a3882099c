"""What a member wants to be told about."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models

from orgs.models.memberships import Membership
from orgs.models.organizations import Organization

if TYPE_CHECKING:
    from console.shell.actor import Actor


class ContactPreferenceQuerySet(models.QuerySet["ContactPreference"]):
    """Preferences, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """One's own, in the Organization one is in."""
        return self.filter(organization_id=actor.here, membership__user_id=actor.person)


class ContactPreference(models.Model):
    """Whether one member is told about one topic (G1.12), by which way; no row: the default
    of the topic (`orgs.topics`)."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="contact_preferences")
    topic = models.CharField(max_length=60)
    by_email = models.BooleanField()
    by_sms = models.BooleanField(default=False)

    objects: ClassVar[models.Manager[ContactPreference]] = ContactPreferenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["membership", "topic"], name="one_preference_a_topic")
        ]
        indexes = [
            models.Index(fields=["organization", "topic"], name="preference_by_topic"),
        ]

    def __str__(self) -> str:
        return f"{self.membership}: {self.topic}"
