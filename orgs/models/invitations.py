"""Who was asked to join an Organization, as what."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.db import models
from django.utils import timezone

from orgs.models.memberships import Membership, Role, Team
from orgs.models.organizations import Organization
from orgs.models.removals import FormerMember

if TYPE_CHECKING:
    from console.shell.actor import Actor


class InvitationQuerySet(models.QuerySet["Invitation"]):
    """Invitations, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the Organization the actor is in; who may open the list is the policy's line."""
        return self.filter(organization_id=actor.here)

    def open(self) -> Self:
        """Neither accepted, nor declined, nor withdrawn; it may have run out."""
        return self.filter(
            accepted_at__isnull=True, declined_at__isnull=True, withdrawn_at__isnull=True
        )


class Invitation(models.Model):
    """One address asked into one Organization; the link in its letter is used once.

    Only a digest of the link's secret is kept. `preferences` are contact preferences and
    `grants` what higher apps will begin for the person (`orgs.following`), each by name.
    """

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="invitations")
    email = models.EmailField(max_length=254)
    role = models.CharField(max_length=20, choices=Role)
    has_accounting = models.BooleanField(default=False)
    preferences = models.JSONField(default=dict)
    grants = models.JSONField(default=dict)
    # Whoever asks with somebody's former rights names the row that keeps them.
    former = models.ForeignKey(
        FormerMember, models.SET_NULL, null=True, blank=True, related_name="invitations"
    )
    # An invitation lives as long as this member may give what it gives.
    invited_by = models.ForeignKey(
        Membership, models.SET_NULL, null=True, blank=True, related_name="invitations_sent"
    )
    invited_by_partner = models.ForeignKey(
        Organization, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    invited_by_name = models.CharField(max_length=254)
    # The account that the address belonged to when the letter was written, if it did: should it
    # change its address since, the link is not for whoever has that one next. Never shown.
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    sent_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, blank=True, related_name="+"
    )
    declined_at = models.DateTimeField(null=True, blank=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)
    withdrawn_by = models.CharField(max_length=254, blank=True)
    withdrawn_because = models.CharField(max_length=40, blank=True)
    version = models.PositiveIntegerField(default=0)

    objects: ClassVar[models.Manager[Invitation]] = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organization", "email"],
                condition=models.Q(
                    accepted_at__isnull=True, declined_at__isnull=True, withdrawn_at__isnull=True
                ),
                name="one_open_invitation_each",
            ),
            models.CheckConstraint(
                condition=models.Q(has_accounting=False) | models.Q(role=Role.COLLABORATOR),
                name="invited_accounting_for_collaborators",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "-sent_at", "id"], name="invitation_by_time"),
            models.Index(fields=["email"], name="invitation_by_address"),
            models.Index(fields=["organization", "email", "id"], name="invitation_by_name"),
            models.Index(fields=["organization", "expires_at", "id"], name="invitation_by_expiry"),
        ]

    def __str__(self) -> str:
        return self.email


class InvitationTeam(models.Model):
    """A team that the invited person will be in."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    invitation = models.ForeignKey(Invitation, models.CASCADE, related_name="teams")
    team = models.ForeignKey(Team, models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["invitation", "team"], name="invited_once_to_a_team")
        ]

    def __str__(self) -> str:
        return f"{self.team}: {self.invitation}"
