"""Who a product belongs to: cards with name and address."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orgs.countries import country_name
from orgs.models import Organization
from products.models.roles import SEES_ALL

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from console.shell.actor import Actor


class ContactQuerySet(models.QuerySet["Contact"]):
    """Contact cards, as far as somebody may see them."""

    def visible_to(self, actor: Actor) -> Self:
        """All of the Organization, for whoever manages every product; others see the holder on
        the product's page, not the cards."""
        if actor.role in SEES_ALL:
            return self.filter(organization_id=actor.here)
        return self.none()

    def holding(self) -> Self:
        """Those that hold something, with how much (`held`), whoever holds most first."""
        counted = self.annotate(held=models.Count("products")).filter(held__gt=0)
        return counted.order_by("-held", "pk")


class Contact(models.Model):
    """A person or a company that can hold products; only the holder shown is recognized in a
    dispute (G4.4)."""

    class Kind(models.TextChoices):
        """Who it is."""

        PERSON = "person", _("Person")
        COMPANY = "company", _("Company")

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="contacts")
    kind = models.CharField(max_length=7, choices=Kind, default=Kind.COMPANY)
    full_name = models.CharField(_("name"), max_length=200)
    company = models.CharField(_("company"), max_length=200, blank=True)
    street = models.CharField(_("street and number"), max_length=200)
    postal_code = models.CharField(_("postal code"), max_length=20)
    city = models.CharField(_("city"), max_length=120)
    country = models.CharField(max_length=2)
    phone = models.CharField(_("phone"), max_length=30)
    email = models.EmailField(_("e-mail address"), max_length=254)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Contact]] = ContactQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["organization", "full_name", "id"], name="contact_by_name"),
            # The order of the list of cards.
            models.Index(
                fields=["organization", "company", "full_name", "id"], name="contact_by_company"
            ),
        ]

    def __str__(self) -> str:
        return self.company or self.full_name

    @property
    def country_words(self) -> str | Promise:
        """The country by its name."""
        return country_name(self.country)
