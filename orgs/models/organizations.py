"""Organizations, and the partners that act inside them."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

if TYPE_CHECKING:
    from console.shell.actor import Actor


class OrganizationQuerySet(models.QuerySet["Organization"]):
    """Organizations, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """Those the actor is in: as an active member, or now, as their partner."""
        own = models.Q(memberships__user_id=actor.person, memberships__suspended_at__isnull=True)
        return self.filter(own | models.Q(pk=actor.organization_id)).distinct()


class Organization(models.Model):
    """A person or a company that holds products, people and invoices; isolated from all others."""

    class Kind(models.TextChoices):
        """Who stands behind it (G16.2)."""

        PERSON = "person", _("Person")
        COMPANY = "company", _("Company")

    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.COMPANY)
    street = models.CharField(_("street and number"), max_length=200, blank=True)
    postal_code = models.CharField(_("postal code"), max_length=20, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    country = models.CharField(max_length=2, default="CH")
    phone = models.CharField(_("phone"), max_length=30, blank=True)
    time_zone = models.CharField(max_length=64, default="Europe/Zurich")
    # How long a session of a member may idle, where this Organization is stricter than the rule.
    idle_hours = models.PositiveSmallIntegerField(null=True, blank=True)
    # Which picture is its logo, empty without one: every page shows it, and none reads the picture.
    logo_digest = models.CharField(max_length=64, blank=True)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Organization]] = OrganizationQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class LogoQuerySet(models.QuerySet["Logo"]):
    """Logos, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """That of the Organization the actor is in."""
        return self.filter(organization_id=actor.here)


class Logo(models.Model):
    """The picture of an Organization, made anew from what was uploaded.

    It lies in the database: one thing to back up, and no web process holds a file of its own.
    """

    organization = models.OneToOneField(
        Organization, models.CASCADE, related_name="logo", primary_key=True
    )
    content = models.BinaryField()
    content_type = models.CharField(max_length=20)
    digest = models.CharField(max_length=64)
    changed_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Logo]] = LogoQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.organization_id}: {self.digest[:8]}"


class RetiredSlug(models.Model):
    """The address of an Organization that was deleted; letters and bookmarks still name it, so
    it is given to no other."""

    slug = models.SlugField(max_length=60, primary_key=True)
    retired_at = models.DateTimeField(default=timezone.now)

    def __str__(self) -> str:
        return self.slug


class PartnerContractQuerySet(models.QuerySet["PartnerContract"]):
    """Contracts, as ways in for the people of the partner."""

    def open_to(self, person: int) -> Self:
        """Those that let this person in: an active legal representative or administrator of the
        partner, whom the client has not removed since it authorized the partner. Removing ends
        every way in; a new authorization, or an invitation back, opens one again."""
        from orgs.models.memberships import Role
        from orgs.models.removals import FormerMember

        removed = FormerMember.objects.filter(
            organization_id=models.OuterRef("organization_id"),
            user_id=person,
            has_left=False,
            removed_at__gte=models.OuterRef("given_at"),
        )
        return self.filter(
            ~models.Exists(removed),
            partner__memberships__user_id=person,
            partner__memberships__suspended_at__isnull=True,
            partner__memberships__role__in=[Role.LEGAL_REPRESENTATIVE, Role.ADMINISTRATOR],
        )


class PartnerContract(models.Model):
    """A client lets a partner Organization act inside it (G20.8)."""

    class Access(models.TextChoices):
        """Chosen products only, or like an administrator."""

        LIMITED = "limited", _("Limited")
        FULL = "full", _("Full")

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="partner_contracts")
    partner = models.ForeignKey(Organization, models.CASCADE, related_name="client_contracts")
    access = models.CharField(max_length=7, choices=Access)
    given_by = models.CharField(max_length=254)
    given_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[PartnerContract]] = PartnerContractQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["organization", "partner"], name="one_contract_each")
        ]

    def __str__(self) -> str:
        return f"{self.partner} in {self.organization}"
