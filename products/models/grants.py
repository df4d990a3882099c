"""Access grants: what collaborators, externals, teams and limited partners were given."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orgs.models import (
    Membership,
    Organization,
    PartnerContract,
    Team,
    TeamMembership,
)
from products.models.products import Product
from products.models.roles import CHOSEN_ONLY

if TYPE_CHECKING:
    from console.shell.actor import Actor


class Level(models.TextChoices):
    """How far a grant goes, lower first."""

    VIEW = "view", _("See")
    MANAGE = "manage", _("Manage")


class GrantQuerySet(models.QuerySet["Grant"]):
    """Grants, as far as somebody may see them, or holds them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those of the Organization the actor is in; who may look is the policy's line."""
        return self.filter(organization_id=actor.here)

    def in_force(self, now: models.Expression | None = None) -> Self:
        """Those that have not come to their end; one takes effect by itself, at its moment. `now`
        is the place of the moment in a statement that is put together once."""
        return self.filter(models.Q(ends_at=None) | models.Q(ends_at__gt=now or timezone.now()))

    def held_by(self, actor: Actor) -> Self:
        """Those in force of the member, of the member's teams, or of the partner's contract;
        whoever is suspended (an actor without a role) holds none.

        Externals and limited partners hold chosen products only, whatever a team of theirs
        carries beside (decisions, "Who may do what").
        """
        if not actor.role:
            return self.none()
        rows = self.filter(organization_id=actor.here).in_force()
        if actor.role in CHOSEN_ONLY:
            rows = rows.filter(scope=Grant.Scope.PRODUCT)
        if actor.is_partner:
            return rows.filter(
                contract__partner_id=actor.partner_id, contract__organization_id=actor.here
            )
        mine = actor.membership_id or 0
        teams = TeamMembership.objects.filter(membership_id=mine).values("team_id")
        return rows.filter(models.Q(membership_id=mine) | models.Q(team_id__in=teams))

    def on(self, pk: int | models.OuterRef, type: str | models.OuterRef) -> Self:
        """Those that reach the product of that number and type."""
        return self.filter(
            models.Q(product_id=pk)
            | models.Q(scope=Grant.Scope.TYPE, type=type)
            | models.Q(scope=Grant.Scope.EVERYTHING)
        )


class Grant(models.Model):
    """One access to one product, to all of a type, or to everything, present and future.

    It belongs to exactly one of a member, a team or a limited partner's contract. A grant with
    an end stops by itself: no row is read past `ends_at`, and the daily task removes it and says
    so in the log.
    """

    class Scope(models.TextChoices):
        """What it reaches."""

        PRODUCT = "product", _("One product")
        TYPE = "type", _("All products of one type, future ones too")
        EVERYTHING = "everything", _("Every product, future ones too")

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="grants")
    membership = models.ForeignKey(
        Membership, models.CASCADE, null=True, blank=True, related_name="grants"
    )
    team = models.ForeignKey(Team, models.CASCADE, null=True, blank=True, related_name="grants")
    contract = models.ForeignKey(
        PartnerContract, models.CASCADE, null=True, blank=True, related_name="grants"
    )
    scope = models.CharField(max_length=10, choices=Scope)
    product = models.ForeignKey(
        Product, models.CASCADE, null=True, blank=True, related_name="grants"
    )
    type = models.CharField(max_length=30, blank=True)
    level = models.CharField(max_length=6, choices=Level, default=Level.VIEW)
    reason = models.CharField(max_length=300, blank=True)
    given_by = models.CharField(max_length=254)
    # Whom the end is announced to beside the holder; nobody when a partner gave it.
    giver = models.ForeignKey(Membership, models.SET_NULL, null=True, blank=True, related_name="+")
    given_at = models.DateTimeField(default=timezone.now)
    ends_at = models.DateTimeField(null=True, blank=True)
    announced_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[models.Manager[Grant]] = GrantQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=(
                    models.Q(membership__isnull=False, team__isnull=True, contract__isnull=True)
                    | models.Q(membership__isnull=True, team__isnull=False, contract__isnull=True)
                    | models.Q(membership__isnull=True, team__isnull=True, contract__isnull=False)
                ),
                name="grant_has_one_holder",
            ),
            models.CheckConstraint(
                condition=(
                    (models.Q(scope="product", product__isnull=False) & models.Q(type=""))
                    | (models.Q(scope="type", product__isnull=True) & ~models.Q(type=""))
                    | (models.Q(scope="everything", product__isnull=True) & models.Q(type=""))
                ),
                name="grant_reaches_what_it_says",
            ),
            models.UniqueConstraint(
                fields=["membership", "team", "contract", "scope", "product", "type"],
                nulls_distinct=False,
                name="grant_once",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "membership"], name="grant_by_member"),
            models.Index(fields=["organization", "team"], name="grant_by_team"),
            models.Index(
                fields=["ends_at"],
                condition=models.Q(ends_at__isnull=False),
                name="grant_by_end",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_level_display()}: {self.product or self.type or self.scope}"
