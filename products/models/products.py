"""Products: what an Organization runs, whom each belongs to, and who pays."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import TYPE_CHECKING, ClassVar, Self

from django.db import models
from django.db.models.functions import Coalesce, NullIf
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from orgs.models import Organization
from products.catalog.types import catalog
from products.models.contacts import Contact
from products.models.roles import SEES_ALL

if TYPE_CHECKING:
    from django.utils.functional import Promise

    from console.shell.actor import Actor

ELSEWHERE = "elsewhere"
"""The state of what another provider runs: its dates and tags stand here, nothing is renewed."""
COMING = ("transferring", "transfer_failed")
"""The states of a domain that was ordered from another registrar and has not come."""
UNMANAGED = (ELSEWHERE, *COMING, "released")
"""The states in which a domain's name is not ours to manage: they hold it for nobody."""


class ProductQuerySet(models.QuerySet["Product"]):
    """Products, as far as somebody may see them."""

    def managed_domains(self) -> Self:
        """The domains whose names are managed here: each name once, over all Organizations."""
        return self.filter(type="domain").exclude(status__in=UNMANAGED)

    def with_holder_names(self) -> Self:
        """Read along what the holder's card is called (`holder_name`)."""
        company = NullIf("holder__company", models.Value(""))
        return self.annotate(holder_name=Coalesce(company, "holder__full_name"))

    def visible_to(self, actor: Actor) -> Self:
        """All of the Organization for its administrators; for others those that a grant names.

        Two shapes of query and never one with OR: either everything, or `EXISTS grant`.
        """
        from products.models.grants import Grant

        rows = self.filter(organization_id=actor.here)
        if actor.role in SEES_ALL:
            return rows
        reaching = Grant.objects.held_by(actor).on(models.OuterRef("pk"), models.OuterRef("type"))
        return rows.filter(models.Exists(reaching))


class Product(models.Model):
    """One thing of one type (`products/data/types.csv`), managed by one Organization.

    Managing it, holding it and paying for it are three facts (G4.2): the Organization, the
    holder's card, and the payer; no payer means the Organization itself. *Management blocked*
    and *suspended* (unpaid, a status) are separate facts too.
    """

    # Its index is the narrow one that counts the types.
    organization = models.ForeignKey(
        Organization, models.CASCADE, related_name="products", db_index=False
    )
    type = models.CharField(max_length=30)
    name = models.CharField(max_length=253)
    status = models.CharField(max_length=20, default="active")
    holder = models.ForeignKey(Contact, models.PROTECT, related_name="products")
    payer = models.ForeignKey(
        Organization, models.PROTECT, null=True, blank=True, related_name="paid_products"
    )
    expires_at = models.DateTimeField(null=True, blank=True)
    auto_renew = models.BooleanField(default=False)
    warranty = models.BooleanField(default=False)
    blocked_at = models.DateTimeField(null=True, blank=True)
    blocked_by = models.CharField(max_length=254, blank=True)
    blocked_because = models.CharField(max_length=300, blank=True)
    # Copies: one index serves the order of a list, one its search (name and identifiers).
    sort_name = models.CharField(max_length=253)
    search_text = models.CharField(max_length=600, blank=True)
    version = models.PositiveIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)

    objects: ClassVar[models.Manager[Product]] = ProductQuerySet.as_manager()

    class Meta:
        constraints = [
            # What is kept elsewhere is a note to oneself, an order proves nothing until it is
            # done, and what was released is anybody's: none of them keeps a name from its owner.
            models.UniqueConstraint(
                fields=["name"],
                condition=models.Q(type="domain") & ~models.Q(status__in=UNMANAGED),
                name="a_domain_is_managed_once",
            ),
        ]
        indexes = [
            models.Index(fields=["organization", "sort_name", "id"], name="product_by_name"),
            # As small as the organization's alone: what counts a type reads a tenth of the pages.
            models.Index(fields=["organization", "type"], name="product_of_type"),
            models.Index(
                fields=["organization", "type", "sort_name", "id"], name="product_by_type"
            ),
            models.Index(
                fields=["organization", "expires_at", "id"],
                condition=models.Q(expires_at__isnull=False),
                name="product_by_expiry",
            ),
            # The list sorts what never ends as its NO_EXPIRY, so the index holds the same.
            models.Index(
                "organization",
                Coalesce("expires_at", models.Value(datetime(2999, 1, 1, tzinfo=UTC))),
                "id",
                name="product_by_end",
            ),
            models.Index(
                fields=["organization", "status", "sort_name", "id"], name="product_by_status"
            ),
            models.Index(
                fields=["organization", "sort_name", "id"],
                condition=models.Q(blocked_at__isnull=False),
                name="product_blocked",
            ),
            models.Index(
                fields=["organization", "holder", "sort_name", "id"], name="product_by_holder"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class ProductIdentifier(models.Model):
    """A name that opens the product past the console (G14.5): its password is its own."""

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, models.CASCADE, related_name="identifiers")
    kind = models.CharField(max_length=20)
    value = models.CharField(max_length=200)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["product", "kind", "value"], name="identifier_once_a_product"
            )
        ]

    def __str__(self) -> str:
        return self.value

    @property
    def label(self) -> Promise:
        """What the kind is called."""
        return catalog().identifiers[self.kind].label


class Ownership(models.Model):
    """One of the three facts about a product, from one moment on; the newest is in force.

    Names and no keys: the history stays whole when what it speaks of is gone.
    """

    class Fact(models.TextChoices):
        """Which of the three."""

        HOLDER = "holder", _("Holder")
        MANAGER = "manager", _("Managing organization")
        PAYER = "payer", _("Payer")

    organization = models.ForeignKey(Organization, models.CASCADE, related_name="+")
    product = models.ForeignKey(Product, models.CASCADE, related_name="ownerships")
    fact = models.CharField(max_length=7, choices=Fact)
    name = models.CharField(max_length=254)
    since = models.DateTimeField(default=timezone.now)
    changed_by = models.CharField(max_length=254)

    class Meta:
        indexes = [models.Index(fields=["product", "fact", "-since"], name="ownership_by_time")]

    def __str__(self) -> str:
        return f"{self.product}: {self.fact} {self.name}"
