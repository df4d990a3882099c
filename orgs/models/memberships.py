"""Who belongs to an Organization, as what, and in which teams."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db import models
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from orgs.models.organizations import Organization

if TYPE_CHECKING:
    from console.shell.actor import Actor


class Role(models.TextChoices):
    """What a member is in one Organization, highest first."""

    LEGAL_REPRESENTATIVE = "legal_representative", _("Legal representative")
    ADMINISTRATOR = "administrator", _("Administrator")
    COLLABORATOR = "collaborator", _("Collaborator")
    EXTERNAL = "external", _("External")


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Memberships, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """All of the Organization for its inside members and full partners; an external
        sees nobody but themselves (decisions, "Who may look"), who has no role nobody."""
        if not actor.role:
            return self.none()
        rows = self.filter(organization_id=actor.here)
        if actor.role in {Role.EXTERNAL, "partner_limited"}:
            return rows.filter(user_id=actor.person)
        return rows

    def with_team_names(self) -> Self:
        """Read the names of everybody's teams along, in the same statement."""
        return self.annotate(names_of_teams=names_of_teams())


class Membership(models.Model):
    """One person in one Organization: their role there, and whether it is suspended."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="memberships")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="memberships")
    role = models.CharField(max_length=20, choices=Role)
    # The order of the roles, highest first, kept by the database itself.
    role_rank = models.GeneratedField(
        expression=models.Case(
            *(
                models.When(role=role, then=models.Value(place))
                for place, role in enumerate(Role.values)
            ),
            output_field=models.SmallIntegerField(),
        ),
        output_field=models.SmallIntegerField(),
        db_persist=True,
    )
    has_accounting = models.BooleanField(default=False)
    role_given_by = models.CharField(max_length=254, blank=True)
    role_given_at = models.DateTimeField(default=timezone.now)
    suspended_at = models.DateTimeField(null=True, blank=True)
    suspended_by = models.CharField(max_length=254, blank=True)
    suspended_because = models.CharField(max_length=300, blank=True)
    # Copies of the person's name and address: one index serves a list's order, one its search.
    sort_name = models.CharField(max_length=200)
    search_text = models.CharField(max_length=460, blank=True)
    last_seen_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Membership]] = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "user"], name="one_membership_each"),
            models.CheckConstraint(
                condition=models.Q(role__in=Role.values), name="membership_role_known"
            ),
            models.CheckConstraint(
                condition=models.Q(has_accounting=False) | models.Q(role=Role.COLLABORATOR),
                name="accounting_is_for_collaborators",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "sort_name", "id"], name="membership_by_name"),
            models.Index(
                fields=["organization", "role_rank", "sort_name", "id"], name="membership_by_rank"
            ),
            # The people list sorts "never" as its NEVER, so the index holds the same.
            models.Index(
                "organization",
                Coalesce("last_seen_at", models.Value(datetime(1970, 1, 1, tzinfo=UTC))),
                "id",
                name="membership_by_seen",
            ),
            models.Index(
                fields=["organization", "sort_name", "id"],
                condition=models.Q(suspended_at__isnull=False),
                name="membership_suspended",
            ),
        ]

    def __str__(self) -> str:
        return str(self.user)

    @cached_property
    def team_names(self) -> list[str]:
        """The teams the member is in, by name; read once, or along with the member."""
        if hasattr(self, "names_of_teams"):
            return list(self.names_of_teams)
        names = self.team_memberships.order_by("team__name").values_list("team__name", flat=True)
        return list(names)


class TeamQuerySet(models.QuerySet["Team"]):
    """Teams, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """All of the Organization for its inside members and full partners; externals and
        limited partners see none (decisions, "Who may look"), nor does who has no role."""
        rows = self.filter(organization_id=actor.here)
        return rows.none() if actor.role in {Role.EXTERNAL, "partner_limited", ""} else rows


class Team(models.Model):
    """A named group that carries product access."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="teams")
    name = models.CharField(_("name"), max_length=200)
    description = models.CharField(_("description"), max_length=300, blank=True)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Team]] = TeamQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "name"], name="team_name_once")
        ]

    def __str__(self) -> str:
        return self.name


class TeamMembership(models.Model):
    """One member in one team."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    team = models.ForeignKey(Team, models.CASCADE, related_name="memberships")
    membership = models.ForeignKey(Membership, models.CASCADE, related_name="team_memberships")
    is_leader = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["team", "membership"], name="once_in_a_team"),
            models.UniqueConstraint(
                fields=["team"], condition=models.Q(is_leader=True), name="one_leader_a_team"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.team}: {self.membership}"


def names_of_teams() -> ArraySubquery:
    """The names of the teams of each membership in a query, in order, to be read with its row."""
    teams = TeamMembership.objects.filter(membership=models.OuterRef("pk"))
    return ArraySubquery(teams.order_by("team__name").values("team__name"))
